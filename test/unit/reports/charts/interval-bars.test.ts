import fc from "fast-check";
import { expect, test } from "vitest";
import {
  barScale,
  intervalBar,
  type IntervalBar,
} from "../../../../src/reports/charts/interval-bars.ts";
import { anEstimate } from "../a-run-report.ts";

function aBar(more: Partial<IntervalBar> = {}): IntervalBar {
  return {
    estimate: anEstimate({ value: 0, lower: -0.5, upper: 0.5 }),
    limit: { at: -1, good: "above" },
    label: "observed 0, limit -1",
    ...more,
  };
}

test("a bar is drawn on a scale from 9 to 171 of 180, and all it knows lies on it", () => {
  const bar = aBar();
  // -1 is the least and 0.5 the most that is known: 108 a unit.
  expect(String(intervalBar(bar, barScale([bar])))).toBe(
    `<svg class="bar" role="img" aria-label="observed 0, limit -1" viewBox="0 0 180 22">
<rect class="good-side" x="9" y="0" width="171" height="22" />
<line class="track" x1="0" x2="180" y1="11" y2="11" />
<line class="limit" x1="9" x2="9" y1="0" y2="22" />
<path class="interval" d="M63,11H171M63,6V16M171,6V16" />
<circle class="value" cx="117" cy="11" r="4.5" />
</svg>`,
  );
});

test("an open bound ends in an arrow at the edge, and has no stroke across", () => {
  const bar = aBar({ estimate: anEstimate({ value: 0, lower: null, upper: 0.5 }) });
  const drawn = String(intervalBar(bar, barScale([bar])));
  expect(drawn).toContain('<polygon class="open" points="9,6 2,11 9,16" />');
  expect(drawn).toContain('d="M9,11H171M171,6V16"');
});

test("two bars of a unit share their scale", () => {
  const [near, far] = [aBar(), aBar({ estimate: anEstimate({ value: 3, lower: 2, upper: 4 }) })];
  const scale = barScale([near, far]);
  expect(String(intervalBar(near, scale))).toContain('x1="9" x2="9"');
  expect(String(intervalBar(far, scale))).toContain('x1="9" x2="9"');
  expect(String(intervalBar(far, scale))).toContain("H171");
});

test("where nothing varies the one value stands in the middle", () => {
  const estimate = anEstimate({ value: 0, lower: 0, upper: 0 });
  const bar = aBar({ estimate, limit: { at: 0, good: "below" } });
  expect(String(intervalBar(bar, barScale([bar])))).toContain('cx="90"');
});

test("what is not known is not drawn", () => {
  const bar = aBar({ estimate: anEstimate({ value: null, lower: null, upper: null }) });
  expect(intervalBar(bar, barScale([bar]))).toBeUndefined();
});

test("the dot lies on the good side exactly where the value is on the good side of the limit", () => {
  const number = fc.integer({ min: -1000, max: 1000 });
  fc.assert(
    fc.property(number, number, fc.constantFrom("below", "above"), (value, at, good) => {
      fc.pre(value !== at);
      const bar = aBar({
        estimate: anEstimate({ value, lower: value - 1, upper: value + 1 }),
        limit: { at, good },
      });
      const drawn = String(intervalBar(bar, barScale([bar])));
      const read = (pattern: RegExp) => Number(pattern.exec(drawn)?.[1]);
      const [from, width] = [read(/good-side" x="([\d.]+)"/), read(/y="0" width="([\d.]+)"/)];
      const dot = read(/cx="([\d.]+)"/);
      expect(dot >= from && dot <= from + width).toBe(good === "below" ? value < at : value > at);
    }),
    { seed: 7 },
  );
});
