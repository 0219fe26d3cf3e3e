import { expect, test } from "vitest";
import { binomialPmf } from "../../../src/stats/binomial.ts";
import {
  clopperPearsonInterval,
  proportionAboveP,
  proportionBelowP,
} from "../../../src/stats/clopper-pearson.ts";
import { decideBound } from "../../../src/stats/decide-bound.ts";
import { wilsonInterval } from "../../../src/stats/wilson.ts";

// Newcombe (1998), Statistics in Medicine 17:857, Table I, two-sided 95 %.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])("Wilson's interval of %d of %d is the published one", (successes, n, lower, upper) => {
  const interval = wilsonInterval(successes, n, 0.025);
  expect(interval.estimate).toBe(successes / n);
  expect(interval.lower).toBeCloseTo(lower, 4);
  expect(interval.upper).toBeCloseTo(upper, 4);
});

test.each([
  [81, 263, 0.2527, 0.3676],
  [15, 148, 0.0578, 0.1617],
  [0, 20, 0, 0.1684],
  [1, 29, 0.0009, 0.1776],
])("the exact interval of %d of %d is the published one", (successes, n, lower, upper) => {
  const interval = clopperPearsonInterval(successes, n, 0.025);
  expect(interval.lower).toBeCloseTo(lower, 4);
  expect(interval.upper).toBeCloseTo(upper, 4);
});

test("at the ends the bounds are exactly 0 and 1", () => {
  expect(wilsonInterval(20, 20, 0.025).upper).toBe(1);
  expect(wilsonInterval(0, 20, 0.025).lower).toBe(0);
  expect(clopperPearsonInterval(20, 20, 0.025).upper).toBe(1);
  expect(clopperPearsonInterval(0, 20, 0.025).lower).toBe(0);
});

test("without records there is neither an estimate nor a bound", () => {
  const nothing = { estimate: null, lower: null, upper: null, reason: "no_data" };
  expect(wilsonInterval(0, 0, 0.05)).toEqual(nothing);
  expect(clopperPearsonInterval(0, 0, 0.05)).toEqual(nothing);
  expect(proportionBelowP(0, 0, 0.9)).toBe(1);
  expect(proportionAboveP(0, 0, 0.1)).toBe(1);
});

test("59 of 59 prove a rate of 0.95, and 58 of 58 do not (Wilks)", () => {
  expect(clopperPearsonInterval(59, 59, 0.05).lower).toBeCloseTo(0.05 ** (1 / 59), 14);
  expect(decideBound("min", clopperPearsonInterval(59, 59, 0.05), 0.95)).toBe("pass");
  expect(decideBound("min", clopperPearsonInterval(58, 58, 0.05), 0.95)).toBe("inconclusive");
});

test("three failures of three refute a rate of 0.95", () => {
  expect(decideBound("min", clopperPearsonInterval(0, 3, 0.05), 0.95)).toBe("fail");
});

test("an error ceiling of 0.01 takes 299 records without a failure", () => {
  expect(decideBound("max", clopperPearsonInterval(0, 298, 0.05), 0.01)).toBe("inconclusive");
  expect(decideBound("max", clopperPearsonInterval(0, 299, 0.05), 0.01)).toBe("pass");
});

test("p-values are the binomial tails themselves", () => {
  const tail = (from: number, to: number) => {
    let sum = 0;
    for (let k = from; k <= to; k += 1) sum += binomialPmf(k, 50, 0.9);
    return sum;
  };
  expect(proportionBelowP(41, 50, 0.9)).toBeCloseTo(tail(0, 41), 13);
  expect(proportionAboveP(48, 50, 0.9)).toBeCloseTo(tail(48, 50), 13);
  expect(proportionBelowP(50, 50, 0.9)).toBe(1);
  expect(proportionAboveP(0, 50, 0.9)).toBe(1);
  expect(proportionBelowP(49, 50, 1)).toBe(0);
});
