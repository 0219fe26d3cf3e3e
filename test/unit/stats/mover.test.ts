import { expect, test } from "vitest";
import type { Interval } from "../../../src/stats/interval.ts";
import { moverDifference, moverRatio } from "../../../src/stats/mover.ts";
import { wilsonInterval } from "../../../src/stats/wilson.ts";

/** Newcombe (1998), Statistics in Medicine 17:873, table II, method 10. */
const published = [
  { name: "a", first: [56, 70], second: [48, 80], lower: 0.0524, upper: 0.3339 },
  { name: "b", first: [9, 10], second: [3, 10], lower: 0.1705, upper: 0.809 },
  { name: "c", first: [6, 7], second: [2, 7], lower: 0.0582, upper: 0.8062 },
  { name: "d", first: [5, 56], second: [0, 29], lower: -0.0381, upper: 0.1926 },
  { name: "e", first: [0, 10], second: [0, 20], lower: -0.1611, upper: 0.2775 },
  { name: "f", first: [0, 10], second: [0, 10], lower: -0.2775, upper: 0.2775 },
  { name: "g", first: [10, 10], second: [0, 20], lower: 0.6791, upper: 1 },
  { name: "h", first: [10, 10], second: [0, 10], lower: 0.6075, upper: 1 },
] as const;

for (const { name, first, second, lower, upper } of published) {
  test(`of two Wilson intervals it is Newcombe's difference: his example ${name}`, () => {
    const [to, from] = [first, second].map(([accepted, n]) => wilsonInterval(accepted, n, 0.025));
    const found = moverDifference(from!, to!);
    expect(found.lower).toBeCloseTo(lower, 4);
    expect(found.upper).toBeCloseTo(upper, 4);
  });
}

const of = (estimate: number, lower: number | null, upper: number | null): Interval => ({
  estimate,
  lower,
  upper,
});

test("a ratio squares and adds on the scale of logarithms", () => {
  // log 2 = 0.6931; distances log(4/2) and log(10/8) down, log(5/4) and log(8/6) up.
  const found = moverRatio(of(8, 6, 10), of(16, 8, 20));
  expect(found.estimate).toBe(2);
  expect(found.lower).toBeCloseTo(2 * Math.exp(-Math.hypot(Math.log(2), Math.log(1.25))), 12);
  expect(found.upper).toBeCloseTo(2 * Math.exp(Math.hypot(Math.log(1.25), Math.log(8 / 6))), 12);
});

test("a bound that is missing on a side is missing in the result, and only there", () => {
  const found = moverDifference(of(1, 0.5, null), of(3, 2, 4));
  expect(found).toMatchObject({ estimate: 2, lower: null, reason: "no_bound" });
  expect(found.upper).toBeCloseTo(2 + Math.hypot(1, 0.5), 12);
});

test("a ratio over a quantity that may be 0 has no upper bound, and never a lower one below 0", () => {
  expect(moverRatio(of(0.1, 0, 0.3), of(0.2, 0.1, 0.3))).toMatchObject({ upper: null });
  expect(moverRatio(of(0.1, 0.05, 0.3), of(0.2, 0, 0.3))).toMatchObject({ lower: 0 });
});

test("without an estimate above 0 on either side there is no ratio", () => {
  expect(moverRatio(of(0, 0, 0.1), of(0.2, 0.1, 0.3))).toEqual({
    estimate: null,
    lower: null,
    upper: null,
    reason: "zero_in_either",
  });
});
