import fc from "fast-check";
import { expect, test } from "vitest";
import { hdrHistogram } from "../../../src/stats/hdr-histogram.ts";
import { nearestRank } from "../../../src/stats/quantile.ts";

test("an empty histogram has no quantile, not 0", () => {
  const histogram = hdrHistogram(3);
  expect(histogram.quantile(0.95)).toBeNull();
  expect(histogram.max()).toBeNull();
  expect(histogram.total()).toBe(0);
});

test("a fraction counts as the next whole number", () => {
  const histogram = hdrHistogram(3);
  histogram.record(12.7);
  expect(histogram.quantile(0.5)).toBe(13);
  expect(histogram.max()).toBe(12.7);
});

test("what is no duration is refused", () => {
  for (const value of [-1, NaN, Infinity]) {
    expect(() => hdrHistogram(3).record(value)).toThrow(RangeError);
  }
});

test("a stall stands for the calls that it kept from being sent", () => {
  const histogram = hdrHistogram(3);
  histogram.recordWithExpectedInterval(35, 10);
  // 35 itself, then 25 and 15: 5 is below the interval.
  expect(histogram.total()).toBe(3);
  expect(histogram.quantile(0)).toBe(15);
  histogram.recordWithExpectedInterval(35, 0);
  expect(histogram.total()).toBe(4);
});

test("a quantile is at least the nearest rank, and above it by less than its digits", () => {
  const run = { seed: 20_260_213, numRuns: 200 };
  const durations = fc.array(fc.integer({ min: 0, max: 2 ** 45 }), {
    minLength: 1,
    maxLength: 100,
  });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(durations, share, fc.integer({ min: 1, max: 5 }), (values, p, digits) => {
      const histogram = hdrHistogram(digits);
      for (const value of values) histogram.record(value);
      const exact = nearestRank(Float64Array.from(values).sort(), p)!;
      const found = histogram.quantile(p)!;
      expect(found).toBeGreaterThanOrEqual(exact);
      expect(found - exact).toBeLessThanOrEqual(exact / 10 ** digits);
    }),
    run,
  );
});
