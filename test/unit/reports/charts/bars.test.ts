import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { chartLabel } from "../../../../src/reports/charts/chart-label.ts";
import { shareBars, type ShareRow } from "../../../../src/reports/charts/share-bars.ts";
import { stackedBars, type StackedBar } from "../../../../src/reports/charts/stacked-bars.ts";
import { trend } from "../../../../src/reports/charts/trend.ts";
import { displayWidth } from "../../../../src/reports/display-width.ts";

const frame = { id: "c", title: "Chart", description: "All of it" };

const stacked = (bars: readonly StackedBar[]): string =>
  String(stackedBars({ ...frame, unit: "records", bars }));

const shares = (rows: readonly ShareRow[]): string => String(shareBars({ ...frame, rows }));

const line = (values: readonly (number | null)[], changedAt: readonly number[] = []): string =>
  String(trend({ ...frame, values, changedAt, className: "arm-0" }));

/** `x` and `width` of every box that is drawn with this class or fill. */
function boxes(chart: string, mark: string): readonly (readonly [number, number])[] {
  const pattern = new RegExp(`<rect ${mark} x="([\\d.]+)" y="[\\d.]+" width="([\\d.]+)"`, "g");
  return [...chart.matchAll(pattern)].map(([, x, width]) => [Number(x), Number(width)] as const);
}

test("parts of a bar follow each other from 0, all bars on the scale of the longest", () => {
  const chart = stacked([
    {
      name: "prod",
      parts: [
        { name: "wrong", value: 60, tone: "plain" },
        { name: "timeout", value: 40, tone: "striped" },
      ],
    },
    { name: "cheap", parts: [{ name: "wrong", value: 50, tone: "plain" }] },
  ]);
  // 100 records are 730 px wide.
  expect(boxes(chart, 'class="part-plain part-fill"')).toEqual([
    [0, 438],
    [0, 365],
  ]);
  expect(boxes(chart, 'fill="url\\(#c-stripes\\)"')).toEqual([[438, 292]]);
  expect(chart).toContain(">timeout 40</text>");
});

test("a part too narrow for its name shows its number, or nothing", () => {
  const part = (value: number) => ({ name: "wrong_answer", value, tone: "plain" as const });
  const chart = stacked([{ name: "prod", parts: [part(969), part(30), part(1)] }]);
  expect(chart).toContain(">wrong_answer 969</text>");
  expect(chart).toContain(">30</text>");
  expect(chart).not.toContain(">1</text>");
});

test("a share of one half is half as wide as all", () => {
  const bar = (share: number) => ({ of: "prod", share, className: "arm-0" });
  const chart = shares([{ name: "openai", bars: [bar(1), bar(0.5), bar(0)] }]);
  expect(boxes(chart, 'class="share-bar arm-0"')).toEqual([
    [190, 340],
    [190, 170],
    [190, 0],
  ]);
  expect(chart).toContain(">50.0% prod</text>");
});

test("a line runs from its least value at the bottom to its greatest at the top", () => {
  expect(line([1, 3, 2])).toContain('d="M6,38L110,6L214,22"');
  expect(line([2, 2])).toContain('d="M6,22L214,22"');
});

test("what is not known is a hole, and a value alone is a dot", () => {
  const chart = line([1, null, 3, null, null, 2, 2]);
  expect(chart).toContain('d="M6,38ZM75.33,6ZM179.33,22L214,22"');
  expect(chart.match(/<circle/g)).toHaveLength(3);
  expect(line([])).not.toMatch(/path|circle/);
  expect(line([null])).not.toMatch(/path|circle|NaN/);
});

test("a run before which something changed is marked where it stands", () => {
  expect(line([1, 2, 3], [1])).toContain('<line class="limit" x1="110" y1="0" x2="110" y2="44" />');
});

test("labels fit their room, in columns that people see", () => {
  expect(chartLabel("short", 10)).toBe("short");
  expect(chartLabel("a long name", 6)).toBe("a lon…");
  expect(chartLabel("日本語の名前", 6)).toBe("日本…");
  expect(chartLabel(" ", 6)).toBe("(empty)");
  expect(chartLabel("\u202eevil", 40)).toBe("\\u202eevil");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 7, max: 40 }), (name, room) => {
      expect(displayWidth(chartLabel(name, room))).toBeLessThanOrEqual(room);
    }),
  );
});

test("the drawings are whole on any numbers and names", () => {
  const name = fc.string({ unit: "binary" });
  const tone = fc.constantFrom("plain" as const, "striped" as const);
  const part = fc.record({ name, value: fc.integer({ min: 1, max: 1e9 }), tone });
  const bar = fc.record({ name, parts: fc.array(part, { maxLength: 6 }) });
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const row = fc.record({
    name,
    bars: fc.array(fc.record({ of: name, share, className: fc.constant("arm-1") }), {
      maxLength: 3,
    }),
  });
  const value = fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true }), { nil: null });
  fc.assert(
    fc.property(fc.array(bar), fc.array(row), fc.array(value), (bars, rows, values) => {
      for (const chart of [stacked(bars), shares(rows), line(values)]) {
        expect(XMLValidator.validate(chart)).toBe(true);
        expect(chart.replace(/<text[^>]*>[^<]*/g, "")).not.toMatch(/NaN|Infinity|undefined/);
      }
    }),
    { seed: 7, numRuns: 100 },
  );
});
