/**
 * The part of the API that a customer's page uses. Shapes come from the server's OpenAPI document (`npm run schema`);
 * nothing about the page is known here.
 */
import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Assistant = components["schemas"]["PublicAssistant"];
export type Event = components["schemas"]["Event"];
export type Citation = components["schemas"]["Citation"];
export type Choice = components["schemas"]["Choice"];
export type SourceText = components["schemas"]["SourceText"];

/** A conversation and the secret that opens it, and nothing else, for this browser. */
export interface Ticket {
  id: string;
  token: string;
}

const client = createClient<paths>({ baseUrl: window.location.origin });

function value<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error("refused", { cause: answer.error });
  return answer.data;
}

export async function assistants(): Promise<Assistant[]> {
  return value(await client.GET("/api/v1/public/assistants")).items;
}

export async function open(assistant: string): Promise<Ticket> {
  return value(await client.POST("/api/v1/public/conversations", { body: { assistant } }));
}

export async function source(ticket: Ticket, citation: Citation): Promise<SourceText> {
  return value(
    await client.GET("/api/v1/conversations/{conversation_id}/sources/{source_id}", {
      params: {
        path: { conversation_id: ticket.id, source_id: citation.source_id },
        query: { start: citation.start, end: citation.end },
      },
      headers: { Authorization: `Bearer ${ticket.token}` },
    }),
  );
}

export function socket(path: string): WebSocket {
  const address = new URL(path, window.location.href);
  address.protocol = address.protocol.replace("http", "ws");
  return new WebSocket(address);
}

/** A random key that makes a message sent twice count once; `crypto.randomUUID` is missing on plain-HTTP hosts. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
