import fc from "fast-check";
import { expect, test } from "vitest";
import { clusteredMean } from "../../../src/stats/clustered-mean.ts";
import { tallyClusters } from "../../../src/stats/clusters.ts";
import { kornGraubardInterval } from "../../../src/stats/korn-graubard.ts";

const run = { seed: 20_260_104, numRuns: 200 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });

/** Values with their clusters, of which there are at least two. */
const clustered = (value: fc.Arbitrary<number>) =>
  fc
    .array(fc.tuple(value, fc.nat({ max: 20 })), { minLength: 3, maxLength: 120 })
    .filter((rows) => new Set(rows.map(([, cluster]) => cluster)).size > 1);

function tallies(rows: readonly (readonly [number, number])[]) {
  const values = Float64Array.from(rows, ([value]) => value);
  return tallyClusters(
    values,
    Int32Array.from(rows, ([, cluster]) => cluster),
    21,
  );
}

test("the order of the records changes neither a mean nor a proportion", () => {
  const rows = clustered(fc.integer({ min: 0, max: 1 }));
  fc.assert(
    fc.property(rows, alpha, fc.nat(), (given, level, turn) => {
      const at = turn % given.length;
      const turned = [...given.slice(at), ...given.slice(0, at)].reverse();
      expect(clusteredMean(tallies(turned), level)).toEqual(clusteredMean(tallies(given), level));
      expect(kornGraubardInterval(tallies(turned), level)).toEqual(
        kornGraubardInterval(tallies(given), level),
      );
    }),
    run,
  );
});

test("a clustered proportion's bounds are ordered, hold the estimate, and widen", () => {
  fc.assert(
    fc.property(clustered(fc.integer({ min: 0, max: 1 })), alpha, (rows, level) => {
      const { estimate, lower, upper, effectiveN } = kornGraubardInterval(tallies(rows), level);
      const wider = kornGraubardInterval(tallies(rows), level / 2);
      expect(lower!).toBeLessThanOrEqual(estimate! + 1e-12);
      expect(upper!).toBeGreaterThanOrEqual(estimate! - 1e-12);
      expect(lower!).toBeGreaterThanOrEqual(0);
      expect(upper!).toBeLessThanOrEqual(1);
      expect(wider.lower!).toBeLessThanOrEqual(lower! + 1e-12);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper! - 1e-12);
      expect(effectiveN).toBeLessThanOrEqual(rows.length);
    }),
    run,
  );
});

test("a clustered mean's bounds are ordered, hold the estimate, and widen as alpha falls", () => {
  fc.assert(
    fc.property(clustered(fc.integer({ min: -1000, max: 1000 })), alpha, (rows, level) => {
      const { estimate, lower, upper } = clusteredMean(tallies(rows), level);
      const wider = clusteredMean(tallies(rows), level / 2);
      expect(lower!).toBeLessThanOrEqual(estimate!);
      expect(upper!).toBeGreaterThanOrEqual(estimate!);
      expect(wider.lower!).toBeLessThanOrEqual(lower!);
      expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
    }),
    run,
  );
});

test("swapping the arms, which negates every difference, negates the mean with its bounds", () => {
  fc.assert(
    fc.property(clustered(fc.integer({ min: -1000, max: 1000 })), alpha, (rows, level) => {
      const one = clusteredMean(tallies(rows), level);
      const other = clusteredMean(tallies(rows.map(([value, at]) => [-value, at])), level);
      expect(one.estimate! + other.estimate!).toBe(0);
      expect(one.lower! + other.upper!).toBe(0);
      expect(one.upper! + other.lower!).toBe(0);
    }),
    run,
  );
});

test("shifting every value shifts a clustered mean and its bounds", () => {
  const score = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(clustered(score), alpha, score, (rows, level, by) => {
      const before = clusteredMean(tallies(rows), level);
      const after = clusteredMean(tallies(rows.map(([value, at]) => [value + by, at])), level);
      expect(after.estimate! - before.estimate!).toBeCloseTo(by, 8);
      expect(after.lower! - before.lower!).toBeCloseTo(by, 6);
      expect(after.upper! - before.upper!).toBeCloseTo(by, 6);
    }),
    run,
  );
});
