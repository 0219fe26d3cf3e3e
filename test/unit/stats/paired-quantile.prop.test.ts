import fc from "fast-check";
import { expect, test } from "vitest";
import { pairedQuantile, type PairedQuantileInput } from "../../../src/stats/paired-quantile.ts";
import { quantileInterval } from "../../../src/stats/quantile.ts";

const run = { seed: 20_260_105, numRuns: 60 };
const latency = fc.integer({ min: 1, max: 20_000 });
const arms = fc
  .array(fc.tuple(latency, latency), { minLength: 100, maxLength: 250 })
  .map((rows) => ({
    baseline: Float64Array.from(rows, ([before]) => before),
    candidate: Float64Array.from(rows, ([, after]) => after),
  }));

function compare(
  data: { baseline: Float64Array; candidate: Float64Array },
  combine: PairedQuantileInput["combine"],
  alpha: number,
) {
  const rest = { clusterOf: undefined, clusterCount: 0, p: 0.9, seed: 3, replicates: 200 };
  return pairedQuantile({ ...data, ...rest, combine }, alpha);
}

test("bounds are ordered and widen as alpha falls", () => {
  fc.assert(
    fc.property(arms, fc.double({ min: 0.01, max: 0.4, noNaN: true }), (data, alpha) => {
      const { lower, upper } = compare(data, "ratio", alpha);
      const wider = compare(data, "ratio", alpha / 2);
      expect(lower!).toBeLessThanOrEqual(upper!);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
    }),
    run,
  );
});

test("bounds hold the estimate", () => {
  const alpha = fc.double({ min: 0.005, max: 0.1, noNaN: true });
  fc.assert(
    fc.property(arms, fc.constantFrom("ratio", "difference"), alpha, (data, combine, level) => {
      const { estimate, lower, upper } = compare(data, combine, level);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
    }),
    run,
  );
});

test("swapping the arms negates a difference with its bounds and p-values", () => {
  fc.assert(
    fc.property(arms, latency, ({ baseline, candidate }, threshold) => {
      const one = compare({ baseline, candidate }, "difference", 0.05);
      const other = compare({ baseline: candidate, candidate: baseline }, "difference", 0.05);
      expect(one.estimate! + other.estimate!).toBe(0);
      expect(one.lower! + other.upper!).toBe(0);
      expect(one.upper! + other.lower!).toBe(0);
      expect(one.pAtMost(threshold)).toBe(other.pAtLeast(-threshold));
    }),
    run,
  );
});

test("shifting both arms leaves a difference as it is, and shifting one shifts it", () => {
  fc.assert(
    fc.property(arms, latency, ({ baseline, candidate }, by) => {
      const shifted = candidate.map((value) => value + by);
      const before = compare({ baseline, candidate }, "difference", 0.05);
      const after = compare({ baseline, candidate: shifted }, "difference", 0.05);
      const both = compare(
        { baseline: baseline.map((value) => value + by), candidate: shifted },
        "difference",
        0.05,
      );
      expect([both.lower, both.upper]).toEqual([before.lower, before.upper]);
      expect([after.lower! - by, after.upper! - by]).toEqual([before.lower, before.upper]);
    }),
    run,
  );
});

test("scaling latencies scales a quantile with its bounds, and shifting shifts them", () => {
  fc.assert(
    fc.property(arms, latency, ({ baseline }, by) => {
      const sorted = baseline.toSorted();
      const { estimate, lower, upper } = quantileInterval(sorted, 0.9, 0.05);
      const shifted = quantileInterval(
        sorted.map((value) => value + by),
        0.9,
        0.05,
      );
      expect(shifted).toEqual({ estimate: estimate! + by, lower: lower! + by, upper: upper! + by });
      const doubled = quantileInterval(
        sorted.map((value) => value * 2),
        0.9,
        0.05,
      );
      expect(doubled).toEqual({ estimate: estimate! * 2, lower: lower! * 2, upper: upper! * 2 });
    }),
    run,
  );
});
