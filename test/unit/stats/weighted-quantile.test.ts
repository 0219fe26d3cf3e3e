import fc from "fast-check";
import { expect, test } from "vitest";
import { orderStatistics } from "../../../src/stats/order-statistics.ts";
import { nearestRank } from "../../../src/stats/quantile.ts";
import { weightedQuantile } from "../../../src/stats/weighted-quantile.ts";

const of = (values: readonly number[], weights: readonly number[], p: number) =>
  weightedQuantile(Float64Array.from(values), Float64Array.from(weights), p, 0.05);

test("the value at which the share of the weight is reached", () => {
  expect(of([30, 10, 20], [1, 1, 2], 0.5).estimate).toBe(20);
  expect(of([30, 10, 20], [1, 5, 2], 0.5).estimate).toBe(10);
  expect(of([30, 10, 20], [0, 0, 1], 0.99).estimate).toBe(20);
});

test("without weight there is no quantile", () => {
  expect(of([1, 2], [0, 0], 0.5)).toMatchObject({ estimate: null, lower: null, upper: null });
  expect(of([], [], 0.5).estimate).toBeNull();
});

test("too few values leave the upper end open", () => {
  expect(of([1, 2, 3], [1, 1, 1], 0.95).upper).toBeNull();
});

const sample = fc.array(
  fc.record({
    value: fc.integer({ min: 0, max: 50 }),
    weight: fc.integer({ min: 0, max: 5 }),
  }),
  { minLength: 1, maxLength: 80 },
);

test("a weight of so much is the value so many times; bounds are ordered and hold the estimate", () => {
  fc.assert(
    fc.property(sample, fc.constantFrom(0.5, 0.95), (items, p) => {
      const values = items.map(({ value }) => value);
      const weights = items.map(({ weight }) => weight);
      const repeated = items.flatMap(({ value, weight }) => Array<number>(weight).fill(value));
      const { estimate, lower, upper } = of(values, weights, p);
      const plain = nearestRank(orderStatistics(Float64Array.from(repeated)), p);
      expect(estimate).toBe(repeated.length === 0 ? null : plain);
      if (estimate === null) return;
      expect(lower ?? -Infinity).toBeLessThanOrEqual(estimate);
      expect(upper ?? Infinity).toBeGreaterThanOrEqual(estimate);
    }),
    { seed: 20_261_126, numRuns: 300 },
  );
});
