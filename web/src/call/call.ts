/**
 * A call over a WebSocket: the microphone's sound goes up, the assistant's comes down, both as 16-bit PCM at 16 kHz.
 * The messages are described in `giong/voice/websocket.py`. Knows nothing of React.
 */
import { socket } from "../api/talk";
import { Microphone } from "./microphone";
import { Player } from "./player";

export type Activity = "connecting" | "listening" | "thinking" | "speaking";
export type Problem = "noMicrophone" | "failed";

export interface Watcher {
  activity(activity: Activity): void;
  partial(text: string): void;
  said(text: string): void;
  speaking(text: string): void;
  level(level: number): void;
  ended(problem?: Problem): void;
}

type Incoming =
  | { type: "started" | "clear" | "ended" | "dropped" | "latency" | "interrupted" }
  | { type: "activity"; activity: Activity }
  | { type: "partial" | "said" | "speaking"; text: string }
  | { type: "error"; code: string };

const RATE_HZ = 16_000;
const PLAYED_EVERY_MS = 100;

export class Call {
  private socket: WebSocket | undefined;
  private microphone: Microphone | undefined;
  private player: Player | undefined;
  private context: AudioContext | undefined;
  private clears = 0;
  private reporting = 0;
  private over = false;

  constructor(private readonly watcher: Watcher) {}

  /** Must be called from a click: browsers let sound begin only then. */
  async start(assistant: string): Promise<void> {
    this.watcher.activity("connecting");
    this.context = new AudioContext({ sampleRate: RATE_HZ });
    try {
      this.microphone = await Microphone.open(this.context, (pcm, level) => this.hear(pcm, level));
    } catch {
      return this.end("noMicrophone");
    }
    if (this.over) return this.end();
    this.player = new Player(this.context);
    const connection = socket("/api/v1/calls/stream");
    connection.binaryType = "arraybuffer";
    connection.onopen = () => connection.send(JSON.stringify({ type: "start", assistant }));
    connection.onmessage = (frame) => this.receive(frame.data as ArrayBuffer | string);
    connection.onclose = () => this.end(this.reporting ? undefined : "failed");
    this.socket = connection;
  }

  press(symbol: string): void {
    this.send({ type: "key", symbol });
  }

  hangUp(): void {
    this.send({ type: "hang_up" });
    this.end();
  }

  private hear(pcm: ArrayBuffer, level: number): void {
    if (this.socket?.readyState === WebSocket.OPEN && this.reporting) this.socket.send(pcm);
    this.watcher.level(level);
  }

  private receive(data: ArrayBuffer | string): void {
    if (typeof data !== "string") return this.player?.play(data);
    const message = JSON.parse(data) as Incoming;
    switch (message.type) {
      case "started":
        this.reporting = window.setInterval(() => this.reportPlayed(), PLAYED_EVERY_MS);
        this.watcher.activity("listening");
        break;
      case "clear":
        this.clears += 1;
        this.player?.clear();
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
      case "ended":
        // What was queued before the assistant hung up is still to be heard.
        window.setTimeout(() => this.end(), (this.player?.remainingS() ?? 0) * 1000);
    }
  }

  private reportPlayed(): void {
    if (this.player) this.send({ type: "played", samples: this.player.played(), clears: this.clears });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  private end(problem?: Problem): void {
    if (this.context?.state !== "closed") void this.context?.close();
    window.clearInterval(this.reporting);
    this.microphone?.close();
    this.socket?.close();
    if (!this.over) {
      this.over = true;
      this.watcher.ended(problem);
    }
  }
}
