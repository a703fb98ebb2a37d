/** The part of the API by which people review sessions of persons, for whoever holds the organisation's key. */
import createClient from "openapi-fetch";
import { checked, opening, picture } from "./keyed";
import type { components, paths } from "./schema";

export type Session = components["schemas"]["Session"];
export type Compared = components["schemas"]["Compared"];

const client = createClient<paths>({ baseUrl: location.origin });

export async function inReview(key: string): Promise<Session[]> {
  return checked(await client.GET("/api/v1/ekyc/sessions/review", { headers: opening(key) }))!.items;
}

export async function comparison(key: string, session_id: string): Promise<Compared> {
  const asked = { params: { path: { session_id } }, headers: opening(key) };
  return checked(await client.GET("/api/v1/ekyc/sessions/{session_id}/comparison", asked))!;
}

export function portrait(key: string, id: string, which: "card" | "selfie"): Promise<string | undefined> {
  return picture(key, `/api/v1/ekyc/sessions/${id}/portraits/${which}`);
}

export async function decide(key: string, session_id: string, approved: boolean): Promise<void> {
  const asked = { params: { path: { session_id } }, body: { approved }, headers: opening(key) };
  checked(await client.POST("/api/v1/ekyc/sessions/{session_id}/decision", asked));
}
