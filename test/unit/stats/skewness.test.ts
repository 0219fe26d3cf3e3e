import fc from "fast-check";
import { expect, test } from "vitest";
import { jackknifedSkewness, skewnessOf, skewShift } from "../../../src/stats/skewness.ts";

test("skewness is the third moment over the second to the power of one and a half", () => {
  // Residuals -1, -1, -1, 3: mean square 3, mean cube 6, 6 / 3^1.5 = 1.154701.
  expect(skewnessOf(Float64Array.of(-1, -1, -1, 3))).toBeCloseTo(1.1547005383792515, 12);
  expect(skewnessOf(Float64Array.of(-2, 2))).toBe(0);
  expect(skewnessOf(Float64Array.of(0, 0, 0))).toBeNull();
});

test("the shift is Johnson's: skewness (2 t^2 + 1) / (6 root n)", () => {
  expect(skewShift(2, 100, 1.66)).toBeCloseTo((2 * (2 * 1.66 ** 2 + 1)) / 60, 12);
  expect(skewShift(0, 100, 1.66)).toBe(0);
});

test("turning the values round turns the skewness round, and scale leaves it alone", () => {
  const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 3 });
  fc.assert(
    fc.property(values, fc.double({ min: 0.1, max: 10, noNaN: true }), (drawn, scale) => {
      const residuals = Float64Array.from(drawn, (value) => Math.round(value));
      const skewness = skewnessOf(residuals);
      if (skewness === null) return;
      expect(skewnessOf(residuals.map((value) => -value * scale))).toBeCloseTo(-skewness, 9);
    }),
    { seed: 5 },
  );
});

test("the jackknife takes the first part of the bias off", () => {
  // scipy.stats.skew of 1, 2, 3, 4, 10 and of its five rests: 5 whole - 4 mean of the rests.
  expect(jackknifedSkewness(Float64Array.of(1, 2, 3, 4, 10))).toBeCloseTo(2.7792916050311023, 10);
  expect(jackknifedSkewness(Float64Array.of(-3, -2, -1, 0, 6))).toBeCloseTo(2.7792916050311023, 10);
  // Without the one that differs nothing varies, and of two there is no skewness.
  expect(jackknifedSkewness(Float64Array.of(1, 1, 1, 5))).toBeNull();
  expect(jackknifedSkewness(Float64Array.of(1, 2))).toBeNull();
});
