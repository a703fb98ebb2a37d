/**
 * The part of the API that a customer's page uses. Shapes come from the server's OpenAPI document (`npm run schema`);
 * nothing about the page is known here.
 */
import createClient from "openapi-fetch";
import { Refusal, sentenceOf, type ErrorBody } from "./refusal";
import type { components, paths } from "./schema";

export type Assistant = components["schemas"]["PublicAssistant"];
export type Event = components["schemas"]["Event"];
export type Citation = components["schemas"]["Citation"];
export type Choice = components["schemas"]["Choice"];
export type SourceText = components["schemas"]["SourceText"];

/** A conversation and the secret that opens it, and nothing else, for this browser. */
export type Ticket = components["schemas"]["Opened"];

const client = createClient<paths>({ baseUrl: location.origin });

function value<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data !== undefined) return answer.data;
  const body = (answer.error as { error?: ErrorBody } | undefined)?.error;
  const sentence = body && sentenceOf(body);
  throw sentence ? new Refusal(sentence) : new Error("no answer");
}

export async function assistants(): Promise<Assistant[]> {
  return value(await client.GET("/api/v1/public/assistants")).items;
}

export async function open(assistant: string): Promise<Ticket> {
  return value(await client.POST("/api/v1/public/conversations", { body: { assistant } }));
}

const opening = (ticket: Ticket) => ({ Authorization: `Bearer ${ticket.token}` });

/** What this person thinks of answers, by the number of the event that completed them: good or not. */
export async function ratings(ticket: Ticket): Promise<Map<number, boolean>> {
  const path = { conversation_id: ticket.id };
  const found = await client.GET("/api/v1/conversations/{conversation_id}/ratings", { params: { path }, headers: opening(ticket) });
  return new Map(value(found).items.map(({ number, good }) => [number, good]));
}

/** Rate an answer; `undefined` takes the rating back. */
export async function rate(ticket: Ticket, number: number, good: boolean | undefined): Promise<void> {
  const address = "/api/v1/conversations/{conversation_id}/events/{number}/rating";
  const asked = { params: { path: { conversation_id: ticket.id, number } }, headers: opening(ticket) };
  const { response, error } =
    good === undefined ? await client.DELETE(address, asked) : await client.PUT(address, { ...asked, body: { good, reason: "" } });
  if (!response.ok) value({ error });
}

export async function source(ticket: Ticket, citation: Citation): Promise<SourceText> {
  return value(
    await client.GET("/api/v1/conversations/{conversation_id}/sources/{source_id}", {
      params: {
        path: { conversation_id: ticket.id, source_id: citation.source_id },
        query: { start: citation.start, end: citation.end },
      },
      headers: opening(ticket),
    }),
  );
}
