/** The part of the API that the review page uses, for whoever holds the organisation's key. */
import createClient from "openapi-fetch";
import { Refusal, sentenceOf, type ErrorBody } from "./refusal";
import type { components, paths } from "./schema";

export type Review = components["schemas"]["Review"];
export type Next = components["schemas"]["Next"];

const client = createClient<paths>({ baseUrl: location.origin });
const opening = (key: string) => ({ Authorization: `Bearer ${key}` });

/** The key opens nothing. */
export class WrongKey extends Error {}

function checked<T>(answer: { data?: T; error?: unknown; response: Response }): T | undefined {
  if (answer.response.ok) return answer.data;
  if (answer.response.status === 401) throw new WrongKey();
  const body = (answer.error as { error?: ErrorBody } | undefined)?.error;
  const sentence = body && sentenceOf(body);
  throw sentence ? new Refusal(sentence) : new Error("no answer");
}

export async function next(key: string, after = ""): Promise<Next> {
  return checked(await client.GET("/api/v1/reviews/next", { params: { query: { after } }, headers: opening(key) }))!;
}

/** The crop's bytes; nothing where none is kept. */
export async function crop(key: string, id: string): Promise<Blob | undefined> {
  const answer = await fetch(`/api/v1/reviews/${id}/crop`, { headers: opening(key) });
  return answer.ok ? answer.blob() : undefined;
}

export async function confirm(key: string, review_id: string): Promise<void> {
  checked(await client.POST("/api/v1/reviews/{review_id}/confirm", { params: { path: { review_id } }, headers: opening(key) }));
}

export async function correct(key: string, review_id: string, value: string): Promise<void> {
  const asked = { params: { path: { review_id } }, body: { value }, headers: opening(key) };
  checked(await client.POST("/api/v1/reviews/{review_id}/correct", asked));
}

export async function skip(key: string, review_id: string): Promise<void> {
  checked(await client.POST("/api/v1/reviews/{review_id}/skip", { params: { path: { review_id } }, headers: opening(key) }));
}
