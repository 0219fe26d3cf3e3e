import fc from "fast-check";
import { expect, test } from "vitest";
import { intervalBar } from "../../../../src/reports/terminal/interval-bar.ts";
import { anEstimate } from "../a-run-report.ts";

const SEED = 20261126;
const atMost5 = { at: 0.05, good: "below" } as const;
const over = (value: number, lower: number | null, upper: number | null) =>
  anEstimate({ value, lower, upper });

test("the limit is in the middle, what passes is dotted, and greater values are to the right", () => {
  // The scale reaches from 0.01 to 0.09: ten columns for 0.04.
  expect(intervalBar(over(0.02, 0.01, 0.03), atMost5, 21, "blocks")).toBe("├─●──┤····│          ");
  expect(intervalBar(over(0.06, 0.04, 0.09), atMost5, 21, "ascii")).toBe(".......[--|-o-------]");
});

test("an open bound is an arrow at the edge", () => {
  // 0.02 above the limit is four fifths of the way: the eighth column of ten.
  expect(intervalBar(over(0.07, 0.06, null), atMost5, 21, "blocks")).toBe("··········│   ├───●─▸");
  expect(intervalBar(over(0.03, null, 0.04), atMost5, 21, "blocks")).toBe("◂─●───┤···│          ");
});

test("what lies on the limit is drawn there, and a value that is not there is no bar", () => {
  expect(intervalBar(over(0.05, 0.05, 0.05), atMost5, 21, "ascii")).toBe("..........o          ");
  expect(intervalBar(anEstimate({ value: null }), atMost5, 21, "ascii")).toBeUndefined();
});

test("a bar is as wide as asked, and its parts lie on their own sides of the limit", () => {
  const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const open = (bound: fc.Arbitrary<number>) => fc.option(bound, { nil: null });
  fc.assert(
    fc.property(
      fc.tuple(finite, finite, finite).map((three) => three.toSorted((a, b) => a - b)),
      open(fc.constant(0)),
      open(fc.constant(0)),
      finite,
      fc.constantFrom("below" as const, "above" as const),
      fc.integer({ min: 5, max: 20 }).map((half) => 2 * half + 1),
      ([least = 0, value = 0, most = 0], openLower, openUpper, at, good, columns) => {
        const estimate = over(
          value,
          openLower === null ? null : least,
          openUpper === null ? null : most,
        );
        const bar = intervalBar(estimate, { at, good }, columns, "ascii") ?? "";
        expect(bar).toMatch(/^[-[\]<>o|. ]+$/);
        expect(bar).toHaveLength(columns);
        const middle = (columns - 1) / 2;
        expect(Math.sign(bar.indexOf("o") - middle)).toBe(Math.sign(value - at));
        const lower = bar.indexOf("[");
        if (lower >= 0) expect(Math.sign(lower - middle)).toBe(Math.sign(least - at));
        const upper = bar.indexOf("]");
        if (upper >= 0) expect(Math.sign(upper - middle)).toBe(Math.sign(most - at));
        // Dots are on the passing side alone.
        const failing = good === "below" ? bar.slice(middle + 1) : bar.slice(0, middle);
        expect(failing).not.toContain(".");
      },
    ),
    { seed: SEED, numRuns: 500 },
  );
});
