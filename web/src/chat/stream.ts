/**
 * A conversation's events over a WebSocket that reconnects and resumes by event number, so that a reload or a lost network
 * neither loses nor doubles anything. Messages that were not acknowledged are sent again with the same key.
 */
import { newKey, socket, type Event, type Ticket } from "../api/talk";

export type Connection = "open" | "lost" | "refused";

export interface Watcher {
  event(event: Event): void;
  connection(state: Connection): void;
  thinking(busy: boolean): void;
}

interface Message {
  text: string;
  via: "text" | "button";
  key: string;
}

type Incoming =
  | { type: "event"; event: Event }
  | { type: "thinking"; busy: boolean }
  | { type: "stored"; key: string }
  | { type: "error"; code: string };

const FIRST_RETRY_MS = 400;
const LAST_RETRY_MS = 10_000;

export class Stream {
  private socket: WebSocket | undefined;
  private unacknowledged: Message[] = [];
  private retryMs = FIRST_RETRY_MS;
  private timer = 0;
  private closed = false;
  private after = 0;

  constructor(
    private readonly ticket: Ticket,
    private readonly watcher: Watcher,
  ) {
    this.connect();
  }

  say(text: string, via: Message["via"] = "text"): void {
    const message = { text, via, key: newKey() };
    this.unacknowledged.push(message);
    this.send(message);
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.timer);
    this.socket?.close();
  }

  private connect(): void {
    const connection = socket(`/api/v1/conversations/${this.ticket.id}/stream`);
    this.socket = connection;
    connection.onopen = () => {
      connection.send(JSON.stringify({ type: "hello", token: this.ticket.token, after: this.after }));
      this.unacknowledged.forEach((message) => this.send(message));
      this.retryMs = FIRST_RETRY_MS;
      this.watcher.connection("open");
    };
    connection.onmessage = (frame) => this.receive(JSON.parse(String(frame.data)) as Incoming);
    connection.onclose = (reason) => {
      if (this.closed) return;
      // 4000–4999 are the application's own refusals: an unknown conversation will not become known by asking again.
      if (reason.code >= 4000) return this.watcher.connection("refused");
      this.watcher.connection("lost");
      this.timer = window.setTimeout(() => this.connect(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, LAST_RETRY_MS);
    };
  }

  private send(message: Message): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ type: "say", ...message }));
  }

  private receive(incoming: Incoming): void {
    switch (incoming.type) {
      case "event":
        if (incoming.event.number <= this.after) return;
        this.after = incoming.event.number;
        this.watcher.event(incoming.event);
        break;
      case "thinking":
        this.watcher.thinking(incoming.busy);
        break;
      case "stored":
        this.unacknowledged = this.unacknowledged.filter((message) => message.key !== incoming.key);
        break;
      case "error":
        this.watcher.thinking(false);
    }
  }
}
