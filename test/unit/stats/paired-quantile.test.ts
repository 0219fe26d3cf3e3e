import { expect, test } from "vitest";
import { bootstrapPairedQuantiles } from "../../../src/stats/paired-bootstrap.ts";
import { pairedQuantile, type PairedQuantileInput } from "../../../src/stats/paired-quantile.ts";
import { quantileInterval } from "../../../src/stats/quantile.ts";

/** Values without pattern from 1 to 2 (Weyl's sequence), the same every time. */
function scattered(n: number, step: number): Float64Array {
  return Float64Array.from({ length: n }, (_, index) => 1 + (((index + 1) * step) % 1));
}

function anInput(over: Partial<PairedQuantileInput> = {}): PairedQuantileInput {
  return {
    baseline: scattered(400, Math.SQRT2),
    candidate: scattered(400, Math.sqrt(3)).map((value) => value * 1.2),
    clusterOf: undefined,
    clusterCount: 0,
    p: 0.95,
    combine: "ratio",
    seed: 7,
    replicates: 2000,
    ...over,
  };
}

const large = (over: Partial<PairedQuantileInput> = {}) =>
  anInput({
    baseline: scattered(20_001, Math.SQRT2),
    candidate: scattered(20_001, Math.sqrt(3)).map((value) => value * 1.2),
    ...over,
  });

/** Every resample of n units, read by the definition itself. */
function enumerated(units: readonly (readonly (readonly [number, number])[])[], p: number) {
  const results: number[] = [];
  for (let code = 0; code < units.length ** units.length; code += 1) {
    const drawn = units.map((_, draw) => Math.floor(code / units.length ** draw) % units.length);
    const pairs = drawn.flatMap((unit) => units[unit]!);
    const rank = Math.ceil(p * pairs.length - 1e-9) - 1;
    const arm = (side: 0 | 1) => pairs.map((pair) => pair[side]).sort((a, b) => a - b)[rank]!;
    results.push(arm(1) - arm(0));
  }
  return results;
}

function sharesOf(values: Iterable<number>): Map<number, number> {
  const all = [...values];
  const counts = new Map<number, number>();
  for (const value of all) counts.set(value, (counts.get(value) ?? 0) + 1 / all.length);
  return counts;
}

/** By how much the share of replicates on any one result is off. */
function largestGap(drawn: Float64Array, exact: readonly number[]): number {
  const [expected, actual] = [sharesOf(exact), sharesOf(drawn)];
  const results = [...expected.keys(), ...actual.keys()];
  return Math.max(
    ...results.map((value) => Math.abs((actual.get(value) ?? 0) - (expected.get(value) ?? 0))),
  );
}

test("replicates are those of every possible resample, in their proportions", () => {
  const pairs = [[[10, 31]], [[20, 12]], [[30, 23]], [[40, 44]], [[50, 5]]] as const;
  for (const p of [0.5, 0.8, 0.95]) {
    const drawn = bootstrapPairedQuantiles(
      {
        baseline: Float64Array.from(pairs, ([[before]]) => before),
        candidate: Float64Array.from(pairs, ([[, after]]) => after),
        clusterOf: undefined,
        clusterCount: 0,
        p,
      },
      (after, before) => after - before,
      11,
      20_000,
    );
    expect(largestGap(drawn, enumerated(pairs, p))).toBeLessThan(0.015);
  }
});

test("whole clusters are drawn, empty ones never, and the rank follows the drawn size", () => {
  const clusters = [
    [
      [10, 31],
      [20, 12],
      [35, 8],
    ],
    [[30, 23]],
    [
      [40, 44],
      [50, 5],
    ],
  ] as const;
  const drawn = bootstrapPairedQuantiles(
    {
      baseline: Float64Array.of(10, 30, 20, 40, 35, 50),
      candidate: Float64Array.of(31, 23, 12, 44, 8, 5),
      clusterOf: Int32Array.of(4, 0, 4, 2, 4, 2),
      clusterCount: 6,
      p: 0.7,
    },
    (after, before) => after - before,
    5,
    20_000,
  );
  expect(largestGap(drawn, enumerated(clusters, 0.7))).toBeLessThan(0.015);
});

test("the same seed gives the same interval, and another seed another", () => {
  const one = pairedQuantile(anInput(), 0.05);
  const again = pairedQuantile(anInput(), 0.05);
  const spread = (seed: number) => pairedQuantile(anInput({ seed }), 0.001);
  expect([again.lower, again.upper]).toEqual([one.lower, one.upper]);
  expect(new Set([1, 2, 3, 2 ** 40].map((seed) => spread(seed).upper)).size).toBeGreaterThan(1);
});

test("an arm against itself has the ratio 1 in every replicate", () => {
  const same = scattered(400, Math.SQRT2);
  const result = pairedQuantile(anInput({ baseline: same, candidate: same }), 0.05);
  expect(result).toMatchObject({ estimate: 1, lower: 1, upper: 1, method: "paired_bootstrap" });
  expect(result.pAtMost(1)).toBe(1);
  expect(result.pAtMost(0.99)).toBe(1 / 2001);
  expect(result.pAtLeast(1.01)).toBe(1 / 2001);
});

test("arms that move together leave no doubt about their ratio", () => {
  const baseline = scattered(400, Math.SQRT2);
  const result = pairedQuantile(
    anInput({ baseline, candidate: baseline.map((value) => value * 2) }),
    0.05,
  );
  expect(result).toMatchObject({ estimate: 2, lower: 2, upper: 2 });
});

test("the quantiles are those of the arms, not of the pairwise differences", () => {
  const baseline = Float64Array.from({ length: 100 }, (_, index) => index);
  const result = pairedQuantile(
    anInput({ baseline, candidate: baseline.toReversed(), combine: "difference" }),
    0.05,
  );
  expect(result.estimate).toBe(0);
});

test("a bound excludes a threshold exactly when the p-value is at most alpha", () => {
  for (const alpha of [0.05, 0.025, 0.1, 0.033]) {
    const result = pairedQuantile(anInput(), alpha);
    for (let threshold = 1.1; threshold < 1.3; threshold += 0.001) {
      expect(result.lower! > threshold).toBe(result.pAtMost(threshold) <= alpha);
      expect(result.upper! < threshold).toBe(result.pAtLeast(threshold) <= alpha);
    }
  }
});

test("too few pairs have an estimate, no bounds, and refuse nothing", () => {
  const few = (n: number, p: number) =>
    pairedQuantile(
      anInput({ baseline: scattered(n, Math.SQRT2), candidate: scattered(n, Math.SQRT2), p }),
      0.05,
    );
  expect(few(99, 0.5)).toMatchObject({ estimate: 1, lower: null, reason: "too_few_pairs" });
  expect(few(499, 0.99).reason).toBe("too_few_pairs");
  expect(few(500, 0.99).reason).toBeUndefined();
  expect(few(100, 0.95).reason).toBeUndefined();
  expect(few(99, 0.5).pAtMost(0)).toBe(1);
  expect(few(99, 0.5).pAtLeast(9)).toBe(1);
  expect(few(0, 0.5)).toMatchObject({ estimate: null, reason: "no_data" });
});

test("one cluster cannot be resampled", () => {
  const result = pairedQuantile(
    anInput({ clusterOf: new Int32Array(400).fill(2), clusterCount: 5 }),
    0.05,
  );
  expect(result).toMatchObject({ lower: null, upper: null, reason: "fewer_than_two_clusters" });
});

test("a baseline of 0 has no ratio, but a difference", () => {
  const zeros = { baseline: new Float64Array(400) };
  const ratio = pairedQuantile(anInput(zeros), 0.05);
  expect(ratio).toMatchObject({ estimate: null, lower: null, reason: "zero_baseline" });
  expect(ratio.pAtLeast(1)).toBe(1);
  const difference = pairedQuantile(anInput({ ...zeros, combine: "difference" }), 0.05);
  expect(difference.estimate).toBeGreaterThan(2);
  expect(difference.lower).toBeGreaterThan(2);
});

test("replicates over a baseline of 0 are kept as infinite, and leave no upper bound", () => {
  // The p95 is 1 with 21 ones among 400, and 0 in the many resamples that draw fewer than 21.
  const baseline = new Float64Array(400).fill(1, 0, 21);
  const result = pairedQuantile(anInput({ baseline, candidate: scattered(400, 0.7) }), 0.05);
  expect(result.upper).toBeNull();
  expect(result.reason).toBe("unbounded_replicates");
  expect(result.pAtLeast(1e9)).toBeGreaterThan(0.3);
  expect(result.pAtMost(Infinity)).toBe(1);
});

test("replicates of 0 over 0 are no change, and never NaN", () => {
  const both = new Float64Array(400).fill(1, 0, 21);
  const result = pairedQuantile(anInput({ baseline: both, candidate: both }), 0.05);
  expect(result).toMatchObject({ estimate: 1, lower: 1, upper: 1 });
});

test("above 20000 pairs each arm is bounded exactly at half the error", () => {
  const input = large();
  const result = pairedQuantile(input, 0.05);
  const before = quantileInterval(input.baseline.toSorted(), 0.95, 0.025);
  const after = quantileInterval(input.candidate.toSorted(), 0.95, 0.025);
  expect(result.method).toBe("order_statistics_split");
  expect(result.lower).toBe(after.lower! / before.upper!);
  expect(result.upper).toBe(after.upper! / before.lower!);
  const difference = pairedQuantile(large({ combine: "difference" }), 0.05);
  expect(difference.lower).toBe(after.lower! - before.upper!);
  expect(difference.upper).toBe(after.upper! - before.lower!);
});

test("clusters make the bounds above 20000 pairs wider", () => {
  const clusterOf = Int32Array.from({ length: 20_001 }, (_, index) => Math.floor(index / 100));
  // Values that climb from cluster to cluster, so that each cluster is nearly one value.
  const climbing = Float64Array.from({ length: 20_001 }, (_, index) => 1 + index);
  const arms = { baseline: climbing, candidate: climbing };
  const alone = pairedQuantile(large(arms), 0.05);
  const together = pairedQuantile(large({ ...arms, clusterOf, clusterCount: 201 }), 0.05);
  expect(together.lower).toBeLessThan(alone.lower! - 0.01);
  expect(together.upper).toBeGreaterThan(alone.upper! + 0.01);
});

test.each([undefined, Int32Array.from({ length: 20_001 }, (_, index) => index % 5000)])(
  "above 20000 pairs a bound excludes a threshold exactly when the p-value is at most alpha",
  (clusterOf) => {
    for (const alpha of [0.05, 0.01]) {
      const result = pairedQuantile(large({ clusterOf, clusterCount: 5000 }), alpha);
      for (const threshold of [1.19, 1.194, 1.196, 1.1995, 1.2, 1.203, 1.206, 1.21]) {
        expect(result.lower! > threshold).toBe(result.pAtMost(threshold) <= alpha);
        expect(result.upper! < threshold).toBe(result.pAtLeast(threshold) <= alpha);
      }
    }
  },
);
