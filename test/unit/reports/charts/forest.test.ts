import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type ForestChart,
  forestChart,
  type ForestRow,
} from "../../../../src/reports/charts/forest.ts";
import { anEstimate, noEstimate } from "../a-run-report.ts";

const aRow = (more: Partial<ForestRow> = {}): ForestRow => ({
  name: "intent=refund",
  difference: anEstimate({ value: -0.1, lower: -0.2, upper: 0, n: 40 }),
  note: "p 0.0100 Holm",
  isWorse: false,
  ...more,
});

const chartOf = (more: Partial<ForestChart> = {}): string =>
  String(
    forestChart({
      id: "s",
      title: "Segments",
      description: "All of them",
      overall: anEstimate({ value: 0, lower: -0.05, upper: 0.05 }),
      limit: -0.05,
      rows: [aRow()],
      tooSmall: [],
      className: "arm-1",
      ...more,
    }),
  );

test("bars, marks and lines stand where their numbers say", () => {
  const chart = chartOf({ overall: anEstimate({ value: 0, lower: -0.2, upper: 0.2 }) });
  // From -0.2 to 0.2 with a twentieth of room on either side: 0.44 wide on 300 px from x = 200.
  const x = (value: number) => 200 + ((value + 0.22) / 0.44) * 300;
  const at = (value: number) => String(Math.round(x(value) * 100) / 100);
  expect(chart).toContain(`<path class="forest-bar" d="M${at(-0.2)},54H${at(0)}" />`);
  expect(chart).toContain(`<circle class="forest-mark" cx="${at(-0.1)}" cy="54" r="4" />`);
  expect(chart).toContain(`<line class="limit" x1="${at(-0.05)}"`);
  expect(chart).toContain(`points="${at(-0.2)},34 350,27 ${at(0.2)},34 350,41"`);
});

test("a segment that is worse has another mark, besides another colour", () => {
  expect(chartOf()).not.toContain('class="bad"');
  expect(chartOf({ rows: [aRow({ isWorse: true })] })).toMatch(
    /<g class="bad"><path class="forest-bar"[^>]*\/><rect class="forest-mark"/,
  );
});

test("what is too small stands apart, and does not stretch the scale of the others", () => {
  const wide = aRow({ name: "tiny", difference: anEstimate({ value: 0.5, lower: -1, upper: 1 }) });
  const [alone, both] = [chartOf(), chartOf({ tooSmall: [wide] })];
  const bar = /<path class="forest-bar"[^>]*>/.exec(alone)![0];
  expect(both).toContain(bar);
  expect(both).toContain(">too few records to tell</text>");
  // It goes on beyond the drawing on both sides: an arrow at each end.
  expect(both).toMatch(/d="M200,[\d.]+H500M205,[\d.]+l-5,4l5,4M495,[\d.]+l5,4l-5,4"/);
});

test("an open bound ends in an arrow, a missing value says why", () => {
  const open = aRow({ difference: anEstimate({ value: 0, lower: null, upper: 0.01 }) });
  expect(chartOf({ rows: [open] })).toMatch(/d="M200,54H[\d.]+M205,50l-5,4l5,4"/);
  const none = chartOf({ rows: [aRow({ difference: noEstimate("no_data") })] });
  expect(none).toContain("n/a");
  expect(none).not.toContain("forest-bar");
});

test("the drawing is whole on any numbers and names", () => {
  const bound = fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: null });
  const estimate = fc
    .record({ value: bound, lower: bound, upper: bound, n: fc.nat() })
    .map((found) => anEstimate(found));
  const row = fc.record({
    name: fc.string({ unit: "binary" }),
    difference: estimate,
    note: fc.string({ unit: "binary" }),
    isWorse: fc.boolean(),
  });
  const chart = fc.record({
    overall: estimate,
    rows: fc.array(row, { maxLength: 5 }),
    tooSmall: fc.array(row, { maxLength: 3 }),
    limit: fc.double({ min: -1, max: 0, noNaN: true }),
  });
  fc.assert(
    fc.property(chart, (parts) => {
      const drawn = chartOf(parts);
      expect(XMLValidator.validate(drawn)).toBe(true);
      expect(drawn.replace(/<text[^>]*>[^<]*/g, "")).not.toMatch(/NaN|Infinity|undefined/);
    }),
    { seed: 7, numRuns: 100 },
  );
});
