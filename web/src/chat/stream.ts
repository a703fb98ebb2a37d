/**
 * A conversation's events over a WebSocket that reconnects and resumes by event number, so that a reload or a lost network
 * neither loses nor doubles anything. Messages that were not acknowledged are sent again with the same key.
 */
import { sentenceOf, type ErrorBody } from "../api/refusal";
import { newKey, socket } from "../api/socket";
import type { Event, Ticket } from "../api/talk";
import type { Sentence } from "../i18n/language";

export type Connection = "open" | "lost";

export interface Message {
  text: string;
  via: "text" | "button";
  key: string;
  /** References of photos that go with it. */
  photos: readonly string[];
}

export interface Watcher {
  event(event: Event): void;
  connection(state: Connection): void;
  /** What was said and has not come back as an event yet, in order. */
  waiting(messages: readonly Message[]): void;
  /** The server does not take a message; it will not be sent again. */
  rejected(sentence: Sentence | undefined, message: Message | undefined): void;
  /** The ticket opens nothing (any more). The stream is over. */
  refused(): void;
}

type Incoming =
  | { type: "event"; event: Event }
  | { type: "stored"; key: string; number: number }
  | ({ type: "error"; key?: string } & ErrorBody);

interface Waiting extends Message {
  /** The number under which the server stored it. */
  stored?: number;
  /** Its event came before the word that it is stored. */
  shown?: boolean;
}

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 10_000;

/** From here on closing codes are the application's own: an unknown conversation will not become known by asking again. */
const FIRST_REFUSAL = 4000;

function isThe({ text, photos }: Message, said: NonNullable<Event["said"]>): boolean {
  return text === said.text && photos.join() === (said.photos ?? []).join();
}

export class Stream {
  private socket: WebSocket | undefined;
  private waiting: Waiting[] = [];
  private retryMs = FIRST_RETRY_MS;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;
  private after = 0;

  constructor(
    private readonly ticket: Ticket,
    private readonly watcher: Watcher,
  ) {
    this.connect();
  }

  say(text: string, via: Message["via"] = "text", photos: readonly string[] = []): void {
    const message = { text, via, key: newKey(), photos };
    this.wait([...this.waiting, message]);
    this.send(message);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    const connection = socket(`/api/v1/conversations/${this.ticket.id}/stream`);
    this.socket = connection;
    connection.onopen = () => {
      connection.send(JSON.stringify({ type: "hello", token: this.ticket.token, after: this.after }));
      this.waiting.filter((message) => message.stored === undefined).forEach((message) => this.send(message));
      this.retryMs = FIRST_RETRY_MS;
      this.watcher.connection("open");
    };
    connection.onmessage = (frame) => !this.closed && this.receive(JSON.parse(String(frame.data)) as Incoming);
    connection.onclose = (reason) => this.lost(reason.code);
  }

  private lost(code: number): void {
    if (this.closed) return;
    if (code >= FIRST_REFUSAL) {
      this.closed = true;
      return this.watcher.refused();
    }
    this.watcher.connection("lost");
    this.timer = setTimeout(() => this.connect(), this.retryMs);
    this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
  }

  private send({ text, via, key, photos }: Message): void {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(JSON.stringify({ type: "say", text, via, key, ...(photos.length > 0 && { photos }) }));
  }

  private receive(incoming: Incoming): void {
    switch (incoming.type) {
      case "event":
        if (incoming.event.number <= this.after) return;
        this.after = incoming.event.number;
        this.show(incoming.event);
        this.watcher.event(incoming.event);
        break;
      case "stored":
        this.wait(
          this.waiting.map((message) => (message.key === incoming.key ? { ...message, stored: incoming.number } : message)),
        );
        this.settle();
        break;
      case "error": {
        const message = this.waiting.find(({ key }) => key === incoming.key);
        this.wait(this.waiting.filter((one) => one !== message));
        this.watcher.rejected(sentenceOf(incoming), message);
      }
    }
  }

  private show({ said }: Event): void {
    const shown = said && this.waiting.find((message) => !message.shown && isThe(message, said));
    this.waiting = this.waiting.map((message) => (message === shown ? { ...message, shown: true } : message));
    this.settle();
  }

  /** Messages that are stored and whose event has come wait no longer. */
  private settle(): void {
    this.wait(this.waiting.filter(({ stored }) => stored === undefined || stored > this.after));
  }

  private wait(messages: Waiting[]): void {
    this.waiting = messages;
    this.watcher.waiting(messages.filter(({ shown }) => !shown));
  }
}
