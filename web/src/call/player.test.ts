import { beforeEach, describe, expect, it } from "vitest";
import { RATE_HZ } from "./pcm";
import { Player } from "./player";

/** As much of an AudioContext as the player uses, with a clock that the test moves. */
class Loudspeaker {
  currentTime = 10;
  outputLatency = 0;
  destination = {};
  started: number[] = [];
  stopped = 0;
  resume = () => Promise.resolve();
  createBuffer = () => ({ copyToChannel: () => {} });
  createBufferSource = () => ({
    buffer: undefined,
    connect: () => {},
    start: (at: number) => this.started.push(at),
    stop: () => (this.stopped += 1),
  });
}

const seconds = (s: number) => new Int16Array(s * RATE_HZ).buffer;

let loudspeaker: Loudspeaker;
let player: Player;
beforeEach(() => {
  loudspeaker = new Loudspeaker();
  player = new Player(loudspeaker as unknown as AudioContext);
});

describe("a player", () => {
  it("joins pieces without a gap", () => {
    player.play(seconds(1));
    player.play(seconds(0.5));
    expect(loudspeaker.started[1]! - loudspeaker.started[0]!).toBeCloseTo(1);
    expect(player.remainingS()).toBeCloseTo(1.56);
  });

  it("counts what has been heard, within and across pieces", () => {
    player.play(seconds(1));
    player.play(seconds(1));
    expect(player.played()).toBe(0);
    loudspeaker.currentTime = 10.06 + 0.25;
    expect(player.played()).toBe(0.25 * RATE_HZ);
    loudspeaker.currentTime = 10.06 + 1.5;
    expect(player.played()).toBe(1.5 * RATE_HZ);
    loudspeaker.currentTime = 20;
    expect(player.played()).toBe(2 * RATE_HZ);
  });

  it("does not count sound that is still on its way to the loudspeaker", () => {
    loudspeaker.outputLatency = 0.25;
    player.play(seconds(1));
    loudspeaker.currentTime = 10.06 + 0.5;
    expect(player.played()).toBe(0.25 * RATE_HZ);
  });

  it("begins a late piece anew instead of in the past", () => {
    player.play(seconds(1));
    loudspeaker.currentTime = 15;
    player.play(seconds(1));
    expect(loudspeaker.started[1]).toBeCloseTo(15.06);
  });

  it("counts from nothing after it was silenced", () => {
    player.play(seconds(1));
    loudspeaker.currentTime = 10.5;
    player.clear();
    expect(loudspeaker.stopped).toBe(1);
    expect(player.played()).toBe(0);
    expect(player.remainingS()).toBe(0);
  });
});
