import fc from "fast-check";
import { expect, test } from "vitest";
import { harrellDavis } from "../../../src/stats/harrell-davis.ts";
import { interpolatedQuantile } from "../../../src/stats/interpolated-quantile.ts";
import { maritzJarrettError } from "../../../src/stats/maritz-jarrett.ts";

const sorted = Float64Array.of(
  812,
  640,
  955,
  1210,
  700,
  733,
  1480,
  905,
  690,
  2210,
  775,
  860,
  1015,
  650,
  990,
  720,
  1330,
  880,
  3050,
  745,
).sort();

// scipy 1.17.1: stats.mstats.hdquantiles, hdquantiles_sd and mjci
test.each([
  [0.5, 867.1748142854631, 65.86262740236081, 77.71960316688023],
  [0.9, 2055.905863631588, 563.303039911352, 676.4626751038984],
  [0.25, 728.5607094864272, 32.655672696412154, 36.9806463237202],
])("the smooth quantile at %d and both its errors are scipy's", (p, estimate, jackknife, mj) => {
  const found = harrellDavis(sorted, p)!;
  expect(found.estimate).toBeCloseTo(estimate, 9);
  expect(found.standardError).toBeCloseTo(jackknife, 8);
  expect(maritzJarrettError(sorted, p)).toBeCloseTo(mj, 8);
});

// numpy.quantile, methods weibull, linear and median_unbiased
test.each([
  [0.1, 654, 686, 664.6666666666666],
  [0.33, 744.16, 753.1, 746.3],
  [0.9, 2137, 1553, 1942.3333333333333],
  [0.99, 3050, 2890.4, 3050],
  [0.01, 640, 641.9, 640],
])("quantiles of types 6, 7 and 8 at %d are numpy's", (p, type6, type7, type8) => {
  expect(interpolatedQuantile(sorted, p, 6)).toBeCloseTo(type6, 9);
  expect(interpolatedQuantile(sorted, p, 7)).toBeCloseTo(type7, 9);
  expect(interpolatedQuantile(sorted, p, 8)).toBeCloseTo(type8, 9);
});

test("of no values there is no quantile, and of one value no error", () => {
  const [none, one] = [new Float64Array(0), Float64Array.of(5)];
  expect(harrellDavis(none, 0.5)).toBeNull();
  expect(interpolatedQuantile(none, 0.5, 7)).toBeNull();
  expect(interpolatedQuantile(one, 0.5, 7)).toBe(5);
  expect(harrellDavis(one, 0.5)).toEqual({ estimate: 5, standardError: null });
  expect(maritzJarrettError(one, 0.5)).toBeNull();
  expect(maritzJarrettError(sorted, 0.99)).toBeNull();
});

const run = { seed: 20_260_205, numRuns: 100 };
const durations = fc
  .array(fc.integer({ min: 0, max: 1e6 }), { minLength: 2, maxLength: 200 })
  .map((values) => Float64Array.from(values).sort());
const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });

test("a smooth quantile lies among the values, grows with p, and shifts with them", () => {
  fc.assert(
    fc.property(durations, share, fc.integer({ min: -1e6, max: 1e6 }), (values, p, by) => {
      const at = (share_: number) => harrellDavis(values, share_)!.estimate;
      const estimate = at(p);
      expect(estimate).toBeGreaterThanOrEqual(values[0]! - 1e-6);
      expect(estimate).toBeLessThanOrEqual(values.at(-1)! + 1e-6);
      expect(at(p + 0.01)).toBeGreaterThanOrEqual(estimate - 1e-6);
      const shifted = harrellDavis(
        values.map((value) => value + by),
        p,
      )!;
      expect(shifted.estimate - estimate).toBeCloseTo(by, 5);
      expect(shifted.standardError).toBeCloseTo(harrellDavis(values, p)!.standardError!, 4);
    }),
    run,
  );
});

test("turning the values round turns smooth and interpolated quantiles round", () => {
  fc.assert(
    fc.property(durations, share, (values, p) => {
      const turned = values.map((value) => -value).sort();
      const [one, other] = [harrellDavis(values, p)!, harrellDavis(turned, 1 - p)!];
      expect(one.estimate + other.estimate).toBeCloseTo(0, 4);
      for (const type of [6, 7, 8] as const) {
        const there = interpolatedQuantile(values, p, type)!;
        expect(there + interpolatedQuantile(turned, 1 - p, type)!).toBeCloseTo(0, 4);
      }
    }),
    run,
  );
});
