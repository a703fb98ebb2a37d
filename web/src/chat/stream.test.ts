import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Stream, type Message } from "./stream";

/** The server's end of one connection. */
class Wire {
  static readonly OPEN = 1;
  static all: Wire[] = [];
  static get newest(): Wire {
    return Wire.all.at(-1)!;
  }
  readyState = 0;
  sent: Record<string, unknown>[] = [];
  onopen = () => {};
  onmessage = (_: { data: string }) => {};
  onclose = (_: { code: number }) => {};

  constructor(readonly url: URL) {
    Wire.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }
  close(code = 1000): void {
    this.readyState = 3;
    this.onclose({ code });
  }
  accept(): this {
    this.readyState = Wire.OPEN;
    this.onopen();
    return this;
  }
  give(frame: object): void {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  event(number: number, kind: string, body: object = {}): void {
    this.give({ type: "event", event: { number, kind, at: "2026-11-20T09:00:00Z", ...body } });
  }
  get said(): Record<string, unknown>[] {
    return this.sent.filter(({ type }) => type === "say");
  }
}

const watcher = { event: vi.fn(), connection: vi.fn(), waiting: vi.fn(), rejected: vi.fn(), refused: vi.fn() };
const waiting = () => (watcher.waiting.mock.lastCall?.[0] as Message[] | undefined)?.map(({ text }) => text) ?? [];
const numbers = () => watcher.event.mock.calls.map(([event]) => (event as { number: number }).number);

let stream: Stream;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
  vi.stubGlobal("location", { href: "https://giong.example/#library" });
  Wire.all = [];
  stream = new Stream({ id: "conv_1", token: "ck_1" }, watcher);
});
afterEach(() => {
  stream.close();
  vi.clearAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a stream", () => {
  it("shows its ticket first, over the page's own host", () => {
    const wire = Wire.newest.accept();
    expect(String(wire.url)).toBe("wss://giong.example/api/v1/conversations/conv_1/stream");
    expect(wire.sent).toEqual([{ type: "hello", token: "ck_1", after: 0 }]);
  });

  it("resumes after the last event and passes none on twice", () => {
    const first = Wire.newest.accept();
    first.event(1, "piece");
    first.event(2, "turn");
    first.close(1006);
    vi.advanceTimersByTime(400);
    const second = Wire.newest.accept();
    expect(second.sent[0]).toMatchObject({ after: 2 });
    second.event(2, "turn");
    second.event(3, "said", { said: { text: "a" } });
    expect(numbers()).toEqual([1, 2, 3]);
  });

  it("sends what was not acknowledged again, with the same key", () => {
    const first = Wire.newest.accept();
    stream.say("một");
    stream.say("hai", "button");
    first.give({ type: "stored", key: first.said[0]!.key, number: 3 });
    first.close(1006);
    vi.advanceTimersByTime(400);
    expect(Wire.newest.accept().said).toEqual([first.said[1]]);
  });

  it("sends what was said without a connection once there is one", () => {
    stream.say("một");
    expect(waiting()).toEqual(["một"]);
    expect(Wire.newest.accept().said).toMatchObject([{ text: "một" }]);
  });

  it("waits for a message's event and for the word that it is stored, in either order", () => {
    const wire = Wire.newest.accept();
    stream.say("một");
    wire.give({ type: "stored", key: wire.said[0]!.key, number: 1 });
    expect(waiting()).toEqual(["một"]);
    wire.event(1, "said", { said: { text: "một" } });
    expect(waiting()).toEqual([]);

    stream.say("hai");
    wire.event(2, "said", { said: { text: "hai" } });
    expect(waiting()).toEqual([]);
    wire.close(1006);
    vi.advanceTimersByTime(400);
    expect(Wire.newest.accept().said).toMatchObject([{ text: "hai" }]);
  });

  it("hands a refused message back and does not send it again", () => {
    const wire = Wire.newest.accept();
    stream.say("một");
    const { key } = wire.said[0]!;
    wire.give({ type: "error", key, code: "chat.busy", message: "Đang bận.", message_en: "Busy." });
    expect(watcher.rejected).toHaveBeenCalledWith({ vi: "Đang bận.", en: "Busy." }, expect.objectContaining({ key }));
    expect(waiting()).toEqual([]);
  });

  it("tries again ever more slowly, and not at all once refused", () => {
    for (const pause_ms of [400, 800, 1600]) {
      const before = Wire.all.length;
      Wire.newest.close(1006);
      vi.advanceTimersByTime(pause_ms - 1);
      expect(Wire.all.length).toBe(before);
      vi.advanceTimersByTime(1);
      expect(Wire.all.length).toBe(before + 1);
    }
    Wire.newest.close(4401);
    vi.advanceTimersByTime(60_000);
    expect(Wire.all.length).toBe(4);
    expect(watcher.refused).toHaveBeenCalledOnce();
  });
});
