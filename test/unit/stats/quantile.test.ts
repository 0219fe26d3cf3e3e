import { expect, test } from "vitest";
import { clusteredQuantileInterval } from "../../../src/stats/clustered-quantile.ts";
import {
  nearestRank,
  nearestRankIndex,
  quantileInterval,
  quantileRanks,
} from "../../../src/stats/quantile.ts";

const upTo = (n: number) => Float64Array.from({ length: n }, (_, index) => index + 1);

test("the nearest rank is the smallest value that the share does not exceed", () => {
  expect(nearestRank(upTo(20), 0.95)).toBe(19);
  expect(nearestRank(upTo(21), 0.95)).toBe(20);
  expect(nearestRank(upTo(4), 0.5)).toBe(2);
  expect(nearestRank(upTo(1), 0.99)).toBe(1);
  expect(nearestRank(upTo(0), 0.5)).toBeNull();
});

test("rounding of p times n does not move the rank", () => {
  expect(0.55 * 100).toBeGreaterThan(55);
  expect(nearestRankIndex(100, 0.55)).toBe(54);
  expect(nearestRankIndex(100, 0.07)).toBe(6);
  expect(nearestRankIndex(10, 0.9)).toBe(8);
});

test("the rank is exact for every whole number of values up to 20000", () => {
  for (const [share, of] of [
    [95, 100],
    [99, 100],
    [1, 2],
    [55, 100],
  ] as const) {
    for (let n = 1; n <= 20_000; n += 1) {
      const exact = Math.floor((n * share + of - 1) / of) - 1;
      expect(nearestRankIndex(n, share / of)).toBe(exact);
    }
  }
});

// Two-sided 95 % ranks, then the one-sided upper rank: none below 59 values (Wilks 1941).
test.each([
  [20, 17, null, null],
  [59, 52, null, 59],
  [72, 64, 72, 72],
  [100, 90, 100, 99],
  [200, 184, 197, 196],
  [1000, 936, 964, 962],
])("of %d values the p95 lies between ranks %d and %s", (n, lower, upper, oneSided) => {
  expect(quantileRanks(n, 0.95, 0.025)).toEqual({ lower, upper });
  expect(quantileRanks(n, 0.95, 0.05).upper).toBe(oneSided);
});

test("below 59 values a p95 has no upper bound, and says so", () => {
  const few = quantileInterval(upTo(58), 0.95, 0.05);
  expect(few).toEqual({ estimate: 56, lower: 52, upper: null, reason: "too_few_values_for_bound" });
  expect(quantileInterval(upTo(59), 0.95, 0.05)).toEqual({ estimate: 57, lower: 53, upper: 59 });
  expect(quantileInterval(upTo(0), 0.95, 0.05).reason).toBe("no_data");
});

test("a bound whose error is alpha only as far as rounding can tell is not taken", () => {
  // Of n values none lies below the median with a chance of 2^-n, which is alpha itself here.
  for (let n = 2; n <= 30; n += 1) {
    expect(quantileRanks(n, 0.5, 0.5 ** n)).toEqual({ lower: null, upper: null });
    expect(quantileRanks(n, 0.5, 0.5 ** n * 1.0001)).toEqual({ lower: 1, upper: n });
  }
});

test("ties are bounded by themselves", () => {
  const interval = quantileInterval(new Float64Array(100).fill(250), 0.95, 0.025);
  expect(interval).toEqual({ estimate: 250, lower: 250, upper: 250 });
});

function clusteredInterval(values: Float64Array, clusterOf: Int32Array, alpha: number) {
  return clusteredQuantileInterval(
    values,
    values.toSorted(),
    clusterOf,
    values.length,
    0.95,
  )(alpha);
}

test("a quantile of clusters of one is bounded no closer than the exact ranks", () => {
  const values = upTo(1000);
  const alone = Int32Array.from(values.keys());
  const { estimate, lower, upper } = clusteredInterval(values, alone, 0.025);
  expect(estimate).toBe(950);
  expect([933, 934, 935, 936]).toContain(lower);
  expect([964, 965, 966]).toContain(upper);
});

test("values repeated within clusters bound a quantile like the clusters alone", () => {
  const repeated = Float64Array.from({ length: 5000 }, (_, index) => Math.floor(index / 5) + 1);
  const clusterOf = Int32Array.from({ length: 5000 }, (_, index) => Math.floor(index / 5));
  const { lower, upper } = clusteredInterval(repeated, clusterOf, 0.025);
  expect(lower).toBeGreaterThanOrEqual(933);
  expect(lower).toBeLessThanOrEqual(936);
  expect(upper).toBeGreaterThanOrEqual(964);
  expect(upper).toBeLessThanOrEqual(967);
});

test("a few clusters bound no p95, however many values they hold", () => {
  const values = upTo(1000);
  const clusterOf = Int32Array.from({ length: 1000 }, (_, index) => Math.floor(index / 200));
  expect(clusteredInterval(values, clusterOf, 0.05).upper).toBeNull();
  expect(clusteredInterval(values, new Int32Array(1000), 0.05)).toMatchObject({
    lower: null,
    upper: null,
    reason: "fewer_than_two_clusters",
  });
  expect(clusteredInterval(upTo(0), new Int32Array(0), 0.05).reason).toBe("no_data");
});
