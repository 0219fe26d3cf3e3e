import fc from "fast-check";
import { expect, test } from "vitest";
import { byteColumn, countColumn, numberColumn } from "../../../src/datasets/growing-column.ts";
import { sparseColumn } from "../../../src/datasets/sparse-column.ts";
import { textIndex } from "../../../src/datasets/text-index.ts";

test.each([
  ["bytes", byteColumn, 250],
  ["counts", countColumn, 4_000_000_000],
  ["numbers", numberColumn, 2 ** 53 - 1],
] as const)("%s come back as they were pushed or set, across blocks", (_name, create, most) => {
  const column = create();
  const rows = 300_000;
  for (let row = 0; row < rows; row += 1) column.push((row * 7919) % most);
  for (let row = 0; row < rows; row += 1001) column.set(row, row % 200);
  expect(column.length).toBe(rows);
  for (let row = 0; row < rows; row += 1) {
    const expected = row % 1001 === 0 ? row % 200 : (row * 7919) % most;
    if (column.at(row) !== expected)
      expect({ row, got: column.at(row) }).toEqual({ row, expected });
  }
  expect(column.at(rows + 1_000_000)).toBe(0);
});

test("what was freed is empty, and may be freed again", () => {
  const column = countColumn();
  column.push(5);
  column.free();
  column.free();
  expect([column.length, column.at(0)]).toEqual([0, 0]);
  const index = textIndex();
  index.add("a");
  index.free();
  index.free();
  expect([index.size, index.find("a")]).toEqual([0, undefined]);
});

test("a sparse column holds what a map holds", () => {
  const rows = fc.uniqueArray(fc.nat({ max: 5000 }), { maxLength: 200 });
  fc.assert(
    fc.property(rows, (unsorted) => {
      const column = sparseColumn();
      const ascending = unsorted.toSorted((one, other) => one - other);
      for (const row of ascending) column.push(row, row * 3);
      const held = new Map(ascending.map((row) => [row, row * 3]));
      for (let row = 0; row <= 5001; row += 7) expect(column.at(row)).toBe(held.get(row));
      for (const row of ascending) expect(column.at(row)).toBe(row * 3);
    }),
    { seed: 1, numRuns: 50 },
  );
});
