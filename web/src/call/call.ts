/**
 * A call over a WebSocket: the microphone's sound goes up, the assistant's comes down. The messages are described in
 * `giong/voice/websocket.py`. Knows nothing of React.
 */
import { sentenceOf, type ErrorBody } from "../api/refusal";
import { socket } from "../api/socket";
import type { Trouble } from "../ui/Problem";
import type { Captured } from "./capture.worklet";
import { Microphone } from "./microphone";
import { Player } from "./player";

export type Activity = "connecting" | "listening" | "thinking" | "speaking";

export interface Watcher {
  activity(activity: Activity): void;
  /** What has been made out so far; replaces the one before. */
  partial(text: string): void;
  said(text: string): void;
  speaking(text: string): void;
  /** The person spoke into what was being said. */
  interrupted(): void;
  level(level: number): void;
  ended(trouble?: Trouble): void;
}

type Incoming =
  | { type: "started" | "clear" | "ended" | "dropped" | "interrupted" | "latency" }
  | { type: "activity"; activity: Activity }
  | { type: "partial" | "said" | "speaking"; text: string }
  | ({ type: "error" } & ErrorBody);

const PLAYED_EVERY_MS = 100;

export class Call {
  private socket: WebSocket | undefined;
  private microphone: Microphone | undefined;
  /** Made in the click that begins the call: browsers let sound begin only then. */
  private readonly player = new Player();
  private clears = 0;
  private reporting: ReturnType<typeof setInterval> | undefined;
  private leaving: ReturnType<typeof setTimeout> | undefined;
  private trouble: Trouble | undefined;
  private over = false;

  constructor(private readonly watcher: Watcher) {}

  async start(assistant: string): Promise<void> {
    this.watcher.activity("connecting");
    try {
      this.microphone = await Microphone.open((frame) => this.hear(frame));
    } catch (error) {
      return this.end(Microphone.problemOf(error));
    }
    if (this.over) return this.microphone.close();
    const connection = socket("/api/v1/calls/stream");
    connection.binaryType = "arraybuffer";
    connection.onopen = () => this.send({ type: "start", assistant });
    connection.onmessage = (frame) => this.receive(frame.data as ArrayBuffer | string);
    connection.onclose = () => this.closed();
    this.socket = connection;
  }

  press(symbol: string): void {
    this.send({ type: "key", symbol });
  }

  hangUp(): void {
    this.send({ type: "hang_up" });
    this.end();
  }

  private hear({ pcm, level }: Captured): void {
    if (this.socket?.readyState === WebSocket.OPEN && this.reporting) this.socket.send(pcm);
    this.watcher.level(level);
  }

  private receive(data: ArrayBuffer | string): void {
    if (this.over) return;
    if (typeof data !== "string") return this.player.play(data);
    const message = JSON.parse(data) as Incoming;
    switch (message.type) {
      case "started":
        this.reporting = setInterval(() => this.reportPlayed(), PLAYED_EVERY_MS);
        this.watcher.activity("listening");
        break;
      case "clear":
        this.clears += 1;
        this.player.clear();
        this.reportPlayed();
        break;
      case "activity":
        this.watcher.activity(message.activity);
        break;
      case "partial":
      case "said":
      case "speaking":
        this.watcher[message.type](message.text);
        break;
      case "dropped":
        this.watcher.partial("");
        break;
      case "interrupted":
        this.watcher.interrupted();
        break;
      case "error":
        this.trouble = sentenceOf(message);
        break;
      case "ended":
        this.leave();
    }
  }

  /** The assistant has hung up; what it said before is still to be heard. */
  private leave(): void {
    this.leaving = setTimeout(() => this.end(), this.player.remainingS() * 1000);
  }

  private closed(): void {
    if (this.leaving === undefined) this.end(this.trouble ?? (this.reporting ? "callLost" : "failed"));
  }

  private reportPlayed(): void {
    this.send({ type: "played", samples: this.player.played(), clears: this.clears });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private end(trouble?: Trouble): void {
    if (this.over) return;
    this.over = true;
    clearInterval(this.reporting);
    clearTimeout(this.leaving);
    this.microphone?.close();
    this.player.close();
    this.socket?.close();
    this.watcher.ended(trouble);
  }
}
