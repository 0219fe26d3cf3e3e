import fc from "fast-check";
import { expect, test } from "vitest";
import { allowedFailures, recordsForFailures } from "../../../src/stats/acceptance-plan.ts";
import { clopperPearsonInterval } from "../../../src/stats/clopper-pearson.ts";
import {
  approximateGateSampleSize,
  gatePlan,
  gateSampleSize,
} from "../../../src/stats/gate-power.ts";

// scipy 1.17.1: the largest k with binom.cdf(k, n, 0.05) <= 0.05
test.each([
  [58, -1],
  [59, 0],
  [92, 0],
  [93, 1],
  [500, 16],
  [1000, 38],
])("%d records at a ceiling of 0.05 allow %d failures", (n, failures) => {
  expect(allowedFailures(0.05, n, 0.05)).toBe(failures);
});

test("the power of a gate is the chance of no more failures than it allows", () => {
  const plan = gatePlan({ limit: 0.05, trueRate: 0.02, alpha: 0.05 }, 500);
  expect(plan.failures).toBe(16);
  expect(plan.power).toBeCloseTo(0.9742586465452202, 12);
});

// scipy, and the table of the reference: 1941 first, 2185 for good, 1989.58 by approximation
test("a schema gate of 1 % whose route fails in 0.5 % needs some 2200 records", () => {
  const truth = { limit: 0.01, trueRate: 0.005, alpha: 0.05 };
  const { first, stable } = gateSampleSize(truth, 0.8, 4000);
  expect(first?.records).toBe(1941);
  expect(stable?.records).toBe(2185);
  expect(approximateGateSampleSize(truth, 0.8)).toBeCloseTo(1989.58, 2);
});

test("a sample size that is not reached is not made up", () => {
  const truth = { limit: 0.05, trueRate: 0.02, alpha: 0.05 };
  expect(gateSampleSize(truth, 0.8, 200)).toEqual({ first: null, stable: null });
  // Reached at 234 and lost again up to 285: nothing up to there is stable.
  const some = gateSampleSize(truth, 0.8, 285);
  expect(some.first?.records).toBe(234);
  expect(some.stable).toBeNull();
  expect(gatePlan(truth, 285).power).toBeLessThan(0.8);
  expect(recordsForFailures(0, 1, 0.05)).toBeNull();
  expect(recordsForFailures(1, 1, 0.05)).toBeNull();
});

const run = { seed: 20_260_206, numRuns: 200 };
const limit = fc.double({ min: 0.01, max: 0.6, noNaN: true });
const alpha = fc.double({ min: 0.005, max: 0.3, noNaN: true });

test("failures are allowed exactly while the upper bound keeps to the limit", () => {
  fc.assert(
    fc.property(limit, alpha, fc.integer({ min: 1, max: 400 }), (at, level, n) => {
      const failures = allowedFailures(at, n, level);
      const upper = (count: number) => clopperPearsonInterval(count, n, level).upper!;
      if (failures >= 0) expect(upper(failures)).toBeLessThanOrEqual(at + 1e-9);
      expect(upper(failures + 1)).toBeGreaterThan(at - 1e-9);
      // What the gate really errs at, with the true rate on the limit.
      const { power } = gatePlan({ limit: at, trueRate: at, alpha: level }, n);
      expect(power).toBeLessThanOrEqual(level + 1e-12);
    }),
    run,
  );
});

test("the records for some failures are the fewest that allow them", () => {
  fc.assert(
    fc.property(limit, alpha, fc.nat({ max: 30 }), (at, level, failures) => {
      const records = recordsForFailures(at, failures, level)!;
      expect(allowedFailures(at, records, level)).toBeGreaterThanOrEqual(failures);
      expect(allowedFailures(at, records - 1, level)).toBeLessThan(failures);
    }),
    run,
  );
});
