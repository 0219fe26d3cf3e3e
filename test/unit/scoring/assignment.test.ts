import fc from "fast-check";
import { expect, test } from "vitest";
import { assign } from "../../../src/scoring/assignment.ts";

const matrix = (rows: readonly string[]) => (row: number, column: number) =>
  rows[row]?.[column] === "x";

test("a row that fits anything makes room for one that fits a single column", () => {
  // Taking the first fit would give column 0 to row 0 and leave row 1 without any.
  expect(assign(2, 2, matrix(["xx", "x."]))).toEqual([1, 0]);
});

test("a chain of rows moves along until everybody has a place", () => {
  expect(assign(4, 4, matrix(["xx..", "x.x.", ".x.x", "x..."]))).toEqual([1, 2, 3, 0]);
});

test("what fits nowhere stays alone, also beside more columns or none", () => {
  expect(assign(2, 3, matrix(["...", "..x"]))).toEqual([undefined, 2]);
  expect(assign(2, 0, () => true)).toEqual([undefined, undefined]);
  expect(assign(0, 3, () => true)).toEqual([]);
});

/** All ways to give each row a free column or none, one after the other. */
function most(fits: readonly (readonly boolean[])[], row = 0, taken = 0): number {
  const columns = fits[row];
  if (columns === undefined) return 0;
  let best = most(fits, row + 1, taken);
  for (const [column, isFit] of columns.entries()) {
    if (!isFit || (taken & (1 << column)) !== 0) continue;
    best = Math.max(best, 1 + most(fits, row + 1, taken | (1 << column)));
  }
  return best;
}

test("there are as many pairs as trying everything finds, and no column serves twice", () => {
  const aMatrix = fc
    .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(fc.boolean(), { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  const cases = fc.property(aMatrix, (fits) => {
    const columns = fits[0]?.length ?? 0;
    const found = assign(fits.length, columns, (row, column) => fits[row]?.[column] === true);
    const used = found.filter((column) => column !== undefined);
    expect(used).toHaveLength(most(fits));
    expect(new Set(used).size).toBe(used.length);
    for (const [row, column] of found.entries()) {
      if (column !== undefined) expect(fits[row]?.[column]).toBe(true);
    }
  });
  expect(() => fc.assert(cases, { seed: 20_261_125 })).not.toThrow();
});

test("five hundred rows that all fit everywhere are paired without running out of stack", () => {
  const found = assign(500, 500, (row, column) => column <= row || row === 0);
  expect(new Set(found).size).toBe(500);
});
