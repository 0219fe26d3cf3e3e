import { expect, test } from "vitest";
import { NumberColumn, PARTS_OF_MS } from "../../../src/comparison/number-column.ts";

const rows = Uint32Array.of(0, 1, 2, 3);

test.each([
  ["whole parts", [812.345, 0, 0.001, 4_294_967.294]],
  ["a number between two parts", [812.345, 0.000_5, 7, 1]],
  ["a number too large for four bytes", [1, 4_294_967.295, 2, 1e12]],
  ["a negative number", [1, 2, -3, 4]],
])("numbers come back as they were: %s", (_, numbers) => {
  const column = new NumberColumn(4, Number.NaN, PARTS_OF_MS);
  for (const [row, value] of numbers.entries()) column.set(row, value);
  expect([...column.valuesOf(rows)]).toEqual(numbers);
  expect([...rows].map((row) => column.at(row))).toEqual(numbers);
});

test("a row that was never set stays unknown when the column grows wider", () => {
  const column = new NumberColumn(4, Number.NaN, PARTS_OF_MS);
  column.set(0, 5);
  expect([...column.knownAmong(rows)]).toEqual([0]);
  column.set(2, Math.PI);
  expect([...column.knownAmong(rows)]).toEqual([0, 2]);
  expect([...column.valuesOf(rows)]).toEqual([5, Number.NaN, Math.PI, Number.NaN]);
});

test("rows without a number add nothing to a sum that starts at 0", () => {
  const column = new NumberColumn(4, 0);
  expect(column.isUniform).toBe(true);
  column.set(3, 5_000_000_000);
  column.set(1, 7);
  expect(column.sumOf(rows)).toBe(5_000_000_007);
});
