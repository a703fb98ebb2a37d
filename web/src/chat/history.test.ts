import { expect, it } from "vitest";
import type { Event } from "../api/talk";
import { answering, standing } from "./history";

const event = (number: number, kind: Event["kind"], answers?: number): Event => ({
  number,
  kind,
  at: "2026-11-20T09:00:00Z",
  ...(answers !== undefined && { answers }),
});
const numbers = (events: readonly Event[]) => events.map(({ number }) => number);

it("voids the pieces of an answer that is made anew, and only those", () => {
  const events = [event(1, "piece"), event(2, "turn"), event(3, "said"), event(4, "piece"), event(5, "said"), event(6, "again", 3)];
  expect(numbers(standing([...events, event(7, "piece")]))).toEqual([1, 2, 3, 5, 7]);
});

it("voids a greeting that is made anew", () => {
  expect(numbers(standing([event(1, "piece"), event(2, "again", 0), event(3, "piece")]))).toEqual([3]);
});

it("knows when an answer is on its way", () => {
  expect(answering([])).toBe(true);
  expect(answering([event(1, "piece")])).toBe(true);
  expect(answering([event(1, "turn"), event(2, "said"), event(3, "piece")])).toBe(true);
  expect(answering([event(1, "said"), event(2, "failed")])).toBe(false);
});
