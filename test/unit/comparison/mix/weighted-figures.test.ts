import { expect, test } from "vitest";
import { CodeColumn } from "../../../../src/comparison/code-column.ts";
import { strataOf } from "../../../../src/comparison/mix/strata.ts";
import {
  weightedShare,
  weightedShareDifference,
  type WeightedUnits,
} from "../../../../src/comparison/mix/weighted-figures.ts";

/** Units of the values of a feature, weighted as `population` has them. */
function weightedUnits(values: readonly string[], population: readonly string[]): WeightedUnits {
  const column = new CodeColumn(values.length + population.length);
  [...values, ...population].forEach((value, row) => column.set(row, value));
  const units = Uint32Array.from(values.keys());
  const rows = Uint32Array.from(population.keys(), (row) => values.length + row);
  const strata = strataOf(column, rows, [units], (unit) => unit);
  return { units, strata, clustering: undefined, alpha: 0.025 };
}

// Nine short records among many long ones, and a log of short ones alone.
const few = weightedUnits(
  Array.from({ length: 200 }, (_, unit) => (unit < 9 ? "short" : "long")),
  ["short", "short"],
);
const answers = (right: number): Float64Array =>
  Float64Array.from({ length: 200 }, (_, unit) => Number(unit < right));

test("a weighted share counts the units that weigh, and stays a share", () => {
  const share = weightedShare(answers(7), few);
  expect(share).toMatchObject({ n: 9, upper: 1 });
  expect(share.value).toBeCloseTo(7 / 9, 12);
  // Student with eight degrees of freedom: 2.306 times the error of nine.
  expect(share.lower).toBeCloseTo(7 / 9 - 2.306004 * Math.sqrt(((7 / 9) * (2 / 9)) / 8), 6);
});

test("nine of nine are no certainty", () => {
  expect(weightedShare(answers(9), few)).toMatchObject({
    value: 1,
    lower: null,
    upper: null,
    n: 9,
    reason: "no_variation",
  });
});

test("a difference of shares lies between -1 and 1", () => {
  const lost = answers(6).map((value) => 0 - value);
  const difference = weightedShareDifference(lost, few);
  expect(difference.value).toBeCloseTo(-2 / 3, 12);
  expect(difference.lower).toBe(-1);
  expect(weightedShareDifference(answers(0), few)).toMatchObject({ value: 0, lower: null });
});
