import { expect, test } from "vitest";
import { meanOf } from "../../../src/stats/moments.ts";

test.each([
  ["whole numbers, by their sum in a wider integer", [4_503_599_627_370_497, 3, -8, 11]],
  ["whole numbers whose sum leaves 53 bits on the way", [9_007_199_254_740_992, 1, -2, 5]],
  ["large ones that cancel", [9_007_199_254_740_992, 1, -9_007_199_254_740_992]],
])("a mean of %s", (_, values) => {
  const total = values.reduce((sum, value) => sum + BigInt(value), 0n);
  expect(meanOf(Float64Array.from(values))).toBe(Number(total) / values.length);
});

test("a mean of fractions loses no digits where their plain sum does", () => {
  const values = Float64Array.of(0.5, 2 ** 53, 0.5, -(2 ** 53));
  expect(values.reduce((sum, value) => sum + value)).toBe(0);
  expect(meanOf(values)).toBe(0.25);
});

test("a fraction behind whole numbers is not taken for one", () => {
  expect(meanOf(Float64Array.of(2 ** 53, 1, -(2 ** 53), 0.25))).toBe(0.3125);
});

test("what is no number has no mean", () => {
  expect(meanOf(Float64Array.of(1, Number.NaN))).toBeNaN();
  expect(meanOf(Float64Array.of(1, Number.POSITIVE_INFINITY))).toBeNaN();
});
