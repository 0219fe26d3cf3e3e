import { expect, test } from "vitest";
import { LatencyWindow, MOST_LATENCIES } from "../../../src/replay/latency-window.ts";

test("quantiles are nearest-rank over the durations of the window", () => {
  const window = new LatencyWindow(1000);
  for (const [index, duration] of [50, 10, 40, 20, 30].entries()) window.add(index, duration);
  // Ranks ceil(0.5 * 5) = 3, ceil(0.95 * 5) = 5 and ceil(0.2 * 5) = 1 of 10, 20, 30, 40, 50.
  expect([window.quantile(0.5), window.quantile(0.95), window.quantile(0.2)]).toEqual([30, 50, 10]);
});

test("a duration leaves the window when it is exactly as old as the window", () => {
  const window = new LatencyWindow(1000);
  window.add(500, 7);
  window.slideTo(1499);
  expect(window.quantile(0.95)).toBe(7);
  window.slideTo(1500);
  expect(window.quantile(0.95)).toBeUndefined();
});

test("beyond 4,096 the oldest give way", () => {
  const window = new LatencyWindow(1_000_000);
  for (let index = 0; index < MOST_LATENCIES + 2; index += 1) window.add(index, index);
  expect(window.count).toBe(MOST_LATENCIES);
  expect([window.quantile(0), window.quantile(1)]).toEqual([2, MOST_LATENCIES + 1]);
});
