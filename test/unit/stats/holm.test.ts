import fc from "fast-check";
import { expect, test } from "vitest";
import { benjaminiHochberg, bonferroni, holm } from "../../../src/stats/holm.ts";

// Benjamini and Hochberg (1995), section 3.2: at 0.05 theirs rejects 4 of 15, and Holm's 3.
const published = [
  0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719,
  0.6528, 0.759, 1,
];

test("the published example rejects as many as published", () => {
  expect(holm(published).filter((p) => p <= 0.05)).toHaveLength(3);
  expect(benjaminiHochberg(published).filter((p) => p <= 0.05)).toHaveLength(4);
  expect(bonferroni(published).filter((p) => p <= 0.05)).toHaveLength(3);
});

test("adjusted values keep the order that they were given in", () => {
  expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06]);
  expect(benjaminiHochberg([0.5, 0.01])).toEqual([0.5, 0.02]);
});

test("one value alone is not adjusted, and none stays none", () => {
  expect(holm([0.03])).toEqual([0.03]);
  expect(benjaminiHochberg([0.03])).toEqual([0.03]);
  expect(holm([])).toEqual([]);
  expect(benjaminiHochberg([])).toEqual([]);
});

test("a gate that fails at 0.03 alone does not among three", () => {
  expect(holm([0.03, 0.9, 0.8])[0]).toBeCloseTo(0.09, 15);
});

test("adjusted values are no smaller, at most 1, and in the order of the raw ones", () => {
  const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(values, (raw) => {
      const [steps, once] = [holm(raw), bonferroni(raw)];
      expect(steps.every((p, index) => p <= once[index]!)).toBe(true);
      for (const adjusted of [holm(raw), benjaminiHochberg(raw), bonferroni(raw)]) {
        for (const [index, p] of adjusted.entries()) {
          expect(p).toBeGreaterThanOrEqual(raw[index]! * (1 - 1e-15));
          expect(p).toBeLessThanOrEqual(1);
          for (const [other, q] of adjusted.entries()) {
            expect(raw[index]! < raw[other]! && p > q).toBe(false);
          }
        }
      }
    }),
    { seed: 20_260_107, numRuns: 100 },
  );
});
