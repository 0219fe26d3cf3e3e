import fc from "fast-check";
import { expect, test } from "vitest";
import { sparseColumn } from "../../../src/datasets/sparse-column.ts";

test("in whatever order rows are asked for, each has the value that was kept with it", () => {
  const rows = fc
    .uniqueArray(fc.nat(50), { maxLength: 40 })
    .map((all) => all.toSorted((a, b) => a - b));
  fc.assert(
    fc.property(rows, fc.array(fc.nat(60), { maxLength: 60 }), (kept, asked) => {
      const column = sparseColumn();
      for (const row of kept) column.push(row, row * 10);
      for (const row of [...asked, ...kept, ...asked]) {
        expect(column.at(row)).toBe(kept.includes(row) ? row * 10 : undefined);
      }
      column.free();
      expect(asked.every((row) => column.at(row) === undefined)).toBe(true);
    }),
    { seed: 20261126, numRuns: 200 },
  );
});
