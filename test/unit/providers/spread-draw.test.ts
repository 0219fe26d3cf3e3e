import { expect, test } from "vitest";
import { durationMs, normalDeviate, prepareSpread } from "../../../src/providers/spread-draw.ts";

const spread = prepareSpread({ p50Ms: 700, p95Ms: 2400 });

test("the median stands at a deviate of 0, the 95th percentile at 1.6448536", () => {
  expect(durationMs(spread, 0)).toBe(700);
  expect(durationMs(spread, 1.6448536269514722)).toBe(2400);
});

test("a route without spread always takes its median", () => {
  expect(durationMs(prepareSpread({ p50Ms: 700, p95Ms: 700 }), 3)).toBe(700);
});

test("a route that takes no time takes none", () => {
  expect(durationMs(prepareSpread({ p50Ms: 0, p95Ms: 0 }), 3)).toBe(0);
});

test("deviates are finite at both ends of the unit interval", () => {
  const nearlyOne = 1 - 2 ** -53;
  for (const first of [0, nearlyOne]) {
    for (const second of [0, 0.25, 0.5, nearlyOne]) {
      expect(Number.isFinite(normalDeviate(first, second))).toBe(true);
    }
  }
});

test("deviates follow Box and Muller's formula", () => {
  // sqrt(-2 ln 0.5) = 1.17741002...; cos(pi) = -1.
  expect(normalDeviate(0.5, 0)).toBeCloseTo(1.1774100225154747, 14);
  expect(normalDeviate(0.5, 0.5)).toBeCloseTo(-1.1774100225154747, 14);
});
