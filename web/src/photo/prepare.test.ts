import { expect, it } from "vitest";
import { within } from "./prepare";

it("keeps what is small and shrinks what is large, in proportion", () => {
  expect(within(800, 600, 3000)).toEqual([800, 600]);
  expect(within(6000, 4000, 3000)).toEqual([3000, 2000]);
  expect(within(10_000, 10, 1000)).toEqual([1000, 1]);
});
