import { expect, test } from "vitest";
import { normalCdf, normalDensity, normalQuantile } from "../../../src/stats/normal.ts";

// Values of the normal distribution to 16 digits: Abramowitz and Stegun, tables 26.1 and 26.5.
test.each([
  [0, 0.5],
  [1, 0.8413447460685429],
  [1.96, 0.9750021048517795],
  [3, 0.9986501019683699],
])("the distribution function of %d is as tabulated", (x, expected) => {
  expect(normalCdf(x)).toBeCloseTo(expected, 15);
  expect(normalCdf(-x)).toBeCloseTo(1 - expected, 15);
});

test("the lower tail keeps its digits", () => {
  expect(normalCdf(-6) / 9.865876450376981e-10).toBeCloseTo(1, 14);
  expect(normalCdf(-20) / 2.7536241186062337e-89).toBeCloseTo(1, 13);
  expect(normalCdf(-Infinity)).toBe(0);
  expect(normalCdf(Infinity)).toBe(1);
  expect(normalCdf(NaN)).toBeNaN();
});

test("both ways of computing the distribution function meet where they change", () => {
  const step = 1e-9;
  const rise = (normalCdf(-2 + step) - normalCdf(-2 - step)) / (2 * step);
  expect(rise).toBeCloseTo(normalDensity(-2), 6);
});

test.each([
  [0.5, 0],
  [0.95, 1.6448536269514722],
  [0.975, 1.959963984540054],
  [0.8, 0.8416212335729143],
  [1e-9, -5.997807015007687],
])("the quantile of %d is as tabulated", (p, expected) => {
  expect(normalQuantile(p)).toBeCloseTo(expected, 14);
});

test("a quantile outside 0 to 1 is not a number, and at the ends it is infinite", () => {
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
  expect(normalQuantile(1.1)).toBeNaN();
  expect(normalQuantile(-0.1)).toBeNaN();
});
