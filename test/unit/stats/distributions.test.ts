import { expect, test } from "vitest";
import { betaCdf, betaQuantile, logGamma } from "../../../src/stats/beta.ts";
import { binomialCdf, binomialPmf } from "../../../src/stats/binomial.ts";
import { studentCdf, studentQuantile } from "../../../src/stats/student.ts";

test("log gamma is the logarithm of the factorial, and of the root of pi at one half", () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 14);
  expect(logGamma(1)).toBeCloseTo(0, 14);
  expect(logGamma(11)).toBeCloseTo(Math.log(3_628_800), 13);
  expect(logGamma(171)).toBeCloseTo(706.5730622457874, 11);
  expect(logGamma(0)).toBeNaN();
});

test("the beta distribution has its closed forms where a parameter is 1", () => {
  expect(betaCdf(0.3, 1, 7)).toBeCloseTo(1 - 0.7 ** 7, 14);
  expect(betaCdf(0.3, 7, 1)).toBeCloseTo(0.3 ** 7, 14);
  expect(betaCdf(0.25, 0.5, 0.5)).toBeCloseTo(1 / 3, 14); // 2/pi asin(1/2)
  expect(betaCdf(0, 2, 3)).toBe(0);
  expect(betaCdf(1, 2, 3)).toBe(1);
});

test("the beta distribution keeps its digits for a million draws", () => {
  const [a, b] = [950_001, 50_001];
  // Edgeworth: at the mean, 1/2 plus a sixth of the skewness times the normal density at 0.
  const skewness = (2 * (b - a) * Math.sqrt(a + b + 1)) / ((a + b + 2) * Math.sqrt(a * b));
  const expected = 0.5 + skewness / 6 / Math.sqrt(2 * Math.PI);
  expect(betaCdf(a / (a + b), a, b)).toBeCloseTo(expected, 8);
  expect(betaCdf(betaQuantile(0.05, a, b), a, b)).toBeCloseTo(0.05, 11);
});

test("a beta quantile near 0 is as exact as one in the middle", () => {
  expect(betaQuantile(0.025, 1, 1e5) / -Math.expm1(Math.log(0.975) / 1e5)).toBeCloseTo(1, 13);
  expect(betaQuantile(0, 2, 3)).toBe(0);
  expect(betaQuantile(1, 2, 3)).toBe(1);
  expect(betaQuantile(1.5, 2, 3)).toBeNaN();
});

test("binomial probabilities are those that can be counted by hand", () => {
  expect(binomialPmf(2, 4, 0.5)).toBeCloseTo(6 / 16, 15);
  expect(binomialPmf(0, 3, 0.2)).toBeCloseTo(0.512, 15);
  expect(binomialPmf(3, 3, 0.2)).toBeCloseTo(0.008, 15);
  expect(binomialPmf(5, 3, 0.2)).toBe(0);
  expect(binomialCdf(1, 4, 0.5)).toBeCloseTo(5 / 16, 15);
  expect(binomialCdf(-1, 4, 0.5)).toBe(0);
  expect(binomialCdf(4, 4, 0.5)).toBe(1);
});

test("binomial probabilities at 0 and 1 are certain", () => {
  expect([binomialPmf(0, 3, 0), binomialPmf(1, 3, 0)]).toEqual([1, 0]);
  expect([binomialPmf(3, 3, 1), binomialPmf(2, 3, 1)]).toEqual([1, 0]);
});

test("Student's t has its closed forms with one and with two degrees of freedom", () => {
  const p = 0.975;
  expect(studentQuantile(p, 1)).toBeCloseTo(Math.tan(Math.PI * (p - 0.5)), 10);
  expect(studentQuantile(p, 2)).toBeCloseTo((2 * p - 1) / Math.sqrt(2 * p * (1 - p)), 12);
  expect(studentCdf(-1, 1)).toBeCloseTo(0.25, 15);
});

test("Student's t is as in every printed table", () => {
  expect(studentQuantile(0.975, 9)).toBeCloseTo(2.2622, 4);
  expect(studentQuantile(0.95, 29)).toBeCloseTo(1.6991, 4);
  expect(studentQuantile(0.05, 29)).toBeCloseTo(-1.6991, 4);
  expect(studentQuantile(0.5, 3)).toBe(0);
  expect(studentQuantile(1, 3)).toBe(Infinity);
  expect(studentCdf(-Infinity, 3)).toBe(0);
  expect(studentCdf(Infinity, 3)).toBe(1);
  expect(studentQuantile(0.5, 0)).toBeNaN();
});

test("Student's t keeps its digits far out in the tail", () => {
  for (const df of [1, 4, 99, 1e6]) {
    expect(studentCdf(studentQuantile(1e-10, df), df) / 1e-10).toBeCloseTo(1, 11);
  }
});
