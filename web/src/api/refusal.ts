/** What the server answers when it does not do what was asked: a sentence with its remedy, in both languages. */
import type { Sentence } from "../i18n/language";

export interface ErrorBody {
  code: string;
  message?: string;
  message_en?: string;
}

export class Refusal extends Error {
  constructor(readonly sentence: Sentence) {
    super("refused");
  }
}

export function sentenceOf({ message, message_en }: ErrorBody): Sentence | undefined {
  return message ? { vi: message, en: message_en ?? message } : undefined;
}

/** The server's own sentence, or `failed` where none arrived. */
export function problemOf(error: unknown): Sentence | "failed" {
  return error instanceof Refusal ? error.sentence : "failed";
}
