/** Requests with the organisation's key: what they show, and what they answer when the key opens nothing. */
import { Refusal, sentenceOf, type ErrorBody } from "./refusal";

export const opening = (key: string) => ({ Authorization: `Bearer ${key}` });

/** The key opens nothing. */
export class WrongKey extends Error {}

export function checked<T>(answer: { data?: T; error?: unknown; response: Response }): T | undefined {
  if (answer.response.ok) return answer.data;
  if (answer.response.status === 401) throw new WrongKey();
  const body = (answer.error as { error?: ErrorBody } | undefined)?.error;
  const sentence = body && sentenceOf(body);
  throw sentence ? new Refusal(sentence) : new Error("no answer");
}

/** A picture as a data URL, the only kind that the page may show; nothing where none is kept. The browser keeps no copy. */
export async function picture(key: string, path: string): Promise<string | undefined> {
  const answer = await fetch(path, { headers: opening(key) });
  return answer.ok ? dataUrl(await answer.blob()) : undefined;
}

function dataUrl(data: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(new Error("not read"));
    reader.readAsDataURL(data);
  });
}
