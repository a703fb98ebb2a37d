/** The part of the API that the review page uses, for whoever holds the organisation's key. */
import createClient from "openapi-fetch";
import { checked, opening, picture } from "./keyed";
import type { components, paths } from "./schema";

export type Review = components["schemas"]["Review"];
export type Next = components["schemas"]["Next"];

const client = createClient<paths>({ baseUrl: location.origin });
export async function next(key: string, after = ""): Promise<Next> {
  return checked(await client.GET("/api/v1/reviews/next", { params: { query: { after } }, headers: opening(key) }))!;
}

/** Where the field stands, as a data URL; nothing where no crop is kept. */
export function crop(key: string, id: string): Promise<string | undefined> {
  return picture(key, `/api/v1/reviews/${id}/crop`);
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
