import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import { latencyChart } from "../../../../src/reports/charts/latency-curve.ts";
import type { LatencyCurveArm } from "../../../../src/reports/charts/latency-frame.ts";
import { anEstimate, noEstimate } from "../a-run-report.ts";
import { aCurve, aCutCurve } from "./chart-data.ts";

function anArm(more: Partial<LatencyCurveArm> = {}): LatencyCurveArm {
  return {
    name: "prod",
    arm: 0,
    curve: aCurve(),
    p95: anEstimate({ value: 1000, lower: 900, upper: null, n: 10 }),
    ...more,
  };
}

const candidate = anArm({
  name: "cheap-first",
  arm: 1,
  curve: aCurve({ points: [[10_000, 1]], max_ms: 10_000 }),
  p95: anEstimate({ value: 10_000, lower: 8000, upper: 10_000 }),
  p95Ratio: anEstimate({ value: 10, lower: 8, upper: 11 }),
});

const svgOf = (arms: readonly LatencyCurveArm[], more: object = {}) =>
  String(
    latencyChart({
      id: "l",
      title: "Latency",
      axisTitle: "milliseconds",
      arms,
      limits: [],
      size: "wide",
      ...more,
    }),
  );

/** The place of a latency on the axis from 100 to 10,000 ms, 56 to 706 wide. */
function placeOf(ms: number): number {
  const [low, high] = [Math.log(100), Math.log(10_000)];
  const room = (high - low) * 0.08;
  return 56 + (650 * (Math.log(ms) - low + room)) / (high - low + 2 * room);
}

test("the p95 stands at its milliseconds at 95 %, with whiskers at its bounds", () => {
  const svg = svgOf([anArm(), candidate]);
  // Two rows of a legend and one of a ratio above: 24 + 36 + 24 + 14; then 300 for 0..100 %.
  const at95 = 98 + 300 * 0.05;
  const [x, y] =
    /translate\(([^,]+),([^)]+)\)" fill="currentColor" stroke="none" stroke-width="2"\/><\/g>\s*<g class="arm-1"><path class="whisker"/
      .exec(svg)!
      .slice(1)
      .map(Number);
  expect(x).toBeCloseTo(placeOf(1000), 1);
  expect(y).toBe(at95);
  const whisker = /<path class="whisker" d="M([\d.]+),113H([\d.]+)M\1,107V119"/.exec(svg)!;
  expect(Number(whisker[1])).toBeCloseTo(placeOf(900), 1);
  // Without an upper bound it goes on to the edge.
  expect(Number(whisker[2])).toBe(706);
});

test("the curve is a step at each latency, from nothing to all", () => {
  const svg = svgOf([
    anArm({
      curve: aCurve({
        points: [
          [100, 0.5],
          [10_000, 1],
        ],
      }),
    }),
    candidate,
  ]);
  const path = /<path class="curve" stroke-dasharray="none" d="([^"]+)"/.exec(svg)![1]!;
  const [x100, x10000] = [placeOf(100), placeOf(10_000)].map((x) =>
    String(Math.round(x * 100) / 100),
  );
  expect(path).toBe(`M56,398L${x100},398L${x100},248L${x10000},248L${x10000},98L706,98L706,98`);
});

test("the ratio stands between the two p95 with its interval", () => {
  const svg = svgOf([anArm(), candidate]);
  expect(svg).toContain(">p95 ×10 (×8 to ×11)</text>");
  const [from, to] = /<path class="whisker" d="M([\d.]+),62H([\d.]+)"/
    .exec(svg)!
    .slice(1)
    .map(Number);
  expect(from).toBeCloseTo(placeOf(1000), 1);
  expect(to).toBeCloseTo(placeOf(10_000), 1);
});

test("what a timeout cut is a hatched step from where the curve ends to 100 %, with its share", () => {
  const svg = svgOf([anArm({ curve: aCutCurve() })]);
  // One row of a legend above: 24 + 18 + 14; 80 % is 60 of 300 below 100 %.
  expect(svg).toMatch(
    /<rect class="cut-off" x="684" y="56" width="22" height="60" fill="url\(#l-cut-0\)"\/>/,
  );
  expect(svg).toContain("20.0% cut by a timeout");
  // The curve goes on at 80 % and does not reach 100 %.
  expect(/class="curve" stroke-dasharray="none" d="[^"]*L680,116L680,116"/.test(svg)).toBe(true);
});

test("a limit is a line at its milliseconds with its words", () => {
  const svg = svgOf([anArm(), candidate], { limits: [{ ms: 1100, text: "p95 at most 1,100 ms" }] });
  const x = Number(/<line class="limit" x1="([\d.]+)"/.exec(svg)![1]);
  expect(x).toBeCloseTo(placeOf(1100), 1);
  expect(svg).toContain(">limit: p95 at most 1,100<");
});

test("the description says the figures in words", () => {
  const svg = svgOf([anArm(), candidate]);
  expect(svg).toContain(
    '<desc id="l-d">prod: p95 1,000 ms (at least 900 ms), n=10; cheap-first: p95 10,000 ms (8,000 to 10,000 ms), n=10, p95 against the baseline ×10 (×8 to ×11).</desc>',
  );
});

test("a curve without a baseline, a p95 or an end is drawn all the same", () => {
  const allCut = aCurve({ points: [], max_ms: null, censored: [[900, 10]] });
  const svg = svgOf([{ ...candidate, curve: allCut, p95: noEstimate("timed_out") }], {
    size: "small",
  });
  expect(svg).toContain("100% cut<");
  expect(svg).not.toMatch(/NaN|undefined|Infinity/);
});

test("hostile latencies and names of ten policies give a drawing of numbers", () => {
  const ms = fc.oneof(fc.constantFrom(0, 5), fc.double({ min: 0, max: 1e9, noNaN: true }));
  const bound = fc.option(ms);
  const arm = fc
    .tuple(
      fc.string({ unit: "binary", maxLength: 40 }),
      ms,
      bound,
      bound,
      fc.integer({ min: 0, max: 9 }),
    )
    .map(([name, value, lower, upper, place]) =>
      anArm({
        name,
        arm: place,
        curve: aCurve({ points: [[value, 0.5]], censored: [[value, 5]] }),
        p95: anEstimate({ value, lower, upper }),
        p95Ratio: anEstimate({ lower, upper }),
      }),
    );
  fc.assert(
    fc.property(fc.array(arm, { minLength: 1, maxLength: 10 }), ms, (arms, limit) => {
      const svg = svgOf(arms, { limits: [{ ms: limit, text: "<b>" }] });
      expect(svg).not.toMatch(/="[^"]*(?:NaN|undefined|Infinity)/);
      expect(XMLValidator.validate(svg)).toBe(true);
    }),
    { seed: 7, numRuns: 60 },
  );
});
