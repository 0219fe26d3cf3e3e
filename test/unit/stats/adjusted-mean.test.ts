import fc from "fast-check";
import { expect, test } from "vitest";
import { controlVariateMean } from "../../../src/stats/control-variate.ts";
import {
  correlation,
  pairedDifferenceError,
  unpairedDifferenceError,
} from "../../../src/stats/difference-error.ts";
import { stratifiedMean } from "../../../src/stats/stratified-mean.ts";
import { normalInterval, studentInterval } from "../../../src/stats/symmetric-interval.ts";

const floats = (...values: readonly number[]) => Float64Array.from(values);

test("strata are weighted by their share of the population, not of the sample", () => {
  const strata = [
    { weight: 0.2, values: floats(4, 6, 5) },
    { weight: 0.8, values: floats(10, 14, 9, 11) },
  ];
  // numpy and scipy 1.17.1: W @ means, sqrt(W^2 @ (s^2 / n)), t.ppf(0.95, 7 - 2)
  const found = stratifiedMean(strata, 0.05);
  expect(found.estimate).toBeCloseTo(9.8, 12);
  expect(found.standardError).toBeCloseTo(0.8717797887081349, 12);
  expect(found.lower).toBeCloseTo(8.043321554859066, 10);
  expect(found.upper).toBeCloseTo(11.556678445140935, 10);
  const inCounts = strata.map(({ weight, values }) => ({ weight: weight * 1000, values }));
  expect(stratifiedMean(inCounts, 0.05).estimate).toBeCloseTo(9.8, 12);
});

test("a stratum without values leaves no mean, and one with a single value no bounds", () => {
  const full = { weight: 0.5, values: floats(1, 2) };
  const empty = stratifiedMean([full, { weight: 0.5, values: floats() }], 0.05);
  expect(empty).toMatchObject({ estimate: null, reason: "empty_stratum" });
  const lone = stratifiedMean([full, { weight: 0.5, values: floats(3) }], 0.05);
  expect(lone).toMatchObject({ estimate: 2.25, lower: null, reason: "fewer_than_two_in_stratum" });
  const unused = stratifiedMean([full, { weight: 0, values: floats() }], 0.05);
  expect(unused.estimate).toBe(1.5);
  expect(stratifiedMean([], 0.05)).toMatchObject({ estimate: null, reason: "no_data" });
});

test("values that do not vary have an error of 0, which the interval says", () => {
  const strata = [0.3, 0.7].map((weight) => ({ weight, values: floats(0.1, 0.1, 0.1) }));
  const found = stratifiedMean(strata, 0.05);
  expect(found.lower).toBe(found.estimate);
  expect(found.reason).toBe("no_variation");
  expect(normalInterval(0, 0, 0.05)).toMatchObject({ lower: 0, upper: 0, reason: "no_variation" });
  expect(studentInterval(1, 1, 0, 0.05).reason).toBe("no_degrees_of_freedom");
});

test("a covariate takes its own part off the mean and its error", () => {
  // numpy and scipy 1.17.1 on y - theta (x - 3.5), with t.ppf(0.95, 3)
  const found = controlVariateMean(floats(1, 2, 2, 4, 5), floats(1, 2, 3, 4, 5), 3.5, 0.05);
  expect(found.slope).toBeCloseTo(1, 12);
  expect(found.estimate).toBeCloseTo(3.3, 12);
  expect(found.standardError).toBeCloseTo(0.2, 12);
  expect(found.lower).toBeCloseTo(2.8293273130396352, 10);
  expect(found.upper).toBeCloseTo(3.7706726869603644, 10);
});

test("a covariate that does not vary, or too few values, adjust nothing", () => {
  const flat = controlVariateMean(floats(1, 2, 6), floats(4, 4, 4), 9, 0.05);
  expect(flat).toMatchObject({ slope: 0, estimate: 3, varianceRatio: 1 });
  const few = controlVariateMean(floats(1, 2), floats(1, 2), 9, 0.05);
  expect(few).toMatchObject({ estimate: 1.5, lower: null, reason: "fewer_than_three" });
  const none = controlVariateMean(floats(), floats(), 9, 0.05);
  expect(none).toMatchObject({ estimate: null, rawMean: null, reason: "no_data" });
});

test("the paired error is that of the differences", () => {
  const [xs, ys] = [floats(3, 1, 4, 1, 5, 9, 2, 6), floats(2, 7, 1, 8, 2, 8, 1, 8)];
  // numpy: corrcoef, and std(ddof=1) / sqrt(8) of both and of their difference
  const between = correlation(xs, ys)!;
  expect(between).toBeCloseTo(0.20965531907301216, 12);
  const [one, other] = [0.9716977043151993, 1.1942944719432833];
  expect(pairedDifferenceError(one, other, between)).toBeCloseTo(1.3725627750411167, 12);
  expect(unpairedDifferenceError(one, other)).toBeCloseTo(Math.sqrt(one ** 2 + other ** 2), 12);
  expect(pairedDifferenceError(0.3, 0.3, 1)).toBe(0);
  expect(correlation(floats(1, 1), floats(1, 2))).toBeNull();
});

const run = { seed: 20_260_209, numRuns: 200 };
const alpha = fc.double({ min: 0.001, max: 0.4, noNaN: true });
const scores = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 3, maxLength: 40 });

test("bounds of adjusted means are ordered, hold the estimate, widen, and negate", () => {
  fc.assert(
    fc.property(scores, scores, alpha, (one, other, level) => {
      const strata = (sign: number) =>
        [one, other].map((values, index) => ({
          weight: index + 1,
          values: Float64Array.from(values, (value) => sign * value),
        }));
      const n = Math.min(one.length, other.length);
      const column = (values: readonly number[], sign: number) =>
        Float64Array.from(values.slice(0, n), (value) => sign * value);
      for (const at of [
        (sign: number, error: number) => stratifiedMean(strata(sign), error),
        (sign: number, error: number) =>
          controlVariateMean(column(one, sign), column(other, 1), 3, error),
        (sign: number, error: number) => normalInterval(sign * one[0]!, n, error),
        (sign: number, error: number) => studentInterval(sign * one[0]!, n, 2.5, error),
      ]) {
        const [{ estimate, lower, upper }, wider, negated] = [
          at(1, level),
          at(1, level / 2),
          at(-1, level),
        ];
        expect(lower!).toBeLessThanOrEqual(estimate!);
        expect(upper!).toBeGreaterThanOrEqual(estimate!);
        expect(wider.lower!).toBeLessThanOrEqual(lower!);
        expect(wider.upper!).toBeGreaterThanOrEqual(upper!);
        expect(lower! + negated.upper!).toBeCloseTo(0, 9);
        expect(upper! + negated.lower!).toBeCloseTo(0, 9);
      }
    }),
    run,
  );
});

test("a covariate never makes the error larger than without it", () => {
  fc.assert(
    fc.property(scores, scores, (one, other) => {
      const n = Math.min(one.length, other.length);
      const [ys, xs] = [Float64Array.from(one.slice(0, n)), Float64Array.from(other.slice(0, n))];
      const found = controlVariateMean(ys, xs, 0, 0.05);
      expect(found.standardError!).toBeLessThanOrEqual(found.rawStandardError! + 1e-9);
      const exact = controlVariateMean(
        xs.map((x) => 2 * x + 7),
        xs,
        10,
        0.05,
      );
      // What the covariate explains altogether has no error left, where the covariate varies.
      if (found.slope !== 0) expect(exact.estimate).toBeCloseTo(27, 6);
    }),
    run,
  );
});
