import { XMLValidator } from "fast-xml-parser";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JointRegion } from "../../../../src/core/charts/joint-region.ts";
import { frontierChart } from "../../../../src/reports/charts/frontier.ts";
import { placedPoints, type FrontierPoint } from "../../../../src/reports/frontier-points.ts";
import { Place } from "../../../../src/reports/place.ts";
import { anEstimate } from "../a-run-report.ts";
import { aRegion } from "./chart-data.ts";

function aPoint(label: string, usd: number, share: number, joint?: JointRegion): FrontierPoint {
  return {
    kind: "policy",
    label,
    arm: 0,
    cost: new Place(anEstimate({ value: usd }), "cost"),
    rate: new Place(anEstimate({ value: share }), "rate"),
    joint,
  };
}

const drawn = (points: readonly FrontierPoint[]) => {
  const chart = frontierChart("f", placedPoints(points))!;
  return { ...chart, svg: String(chart.chart) };
};

const marks = (svg: string) =>
  [...svg.matchAll(/transform="translate\(([^,]+),([^)]+)\)"/g)].map(([, x, y]) => [
    Number(x),
    Number(y),
  ]);

test("cost goes by its logarithm and acceptance from where the points need it", () => {
  const { svg, xKind, lowestShare } = drawn([
    aPoint("a", 0.001, 0.8),
    aPoint("b", 0.01, 0.9),
    aPoint("c", 0.1, 1),
  ]);
  expect([xKind, lowestShare]).toEqual(["log", 0.8]);
  // 64..700 is 636 wide and holds 1 + 2 * 0.08 times the range; 388..34 holds 80 % to 100 %.
  const [from, step] = [64 + (636 * 0.08) / 1.16, 636 / 1.16 / 2];
  const places = [
    [from, 388],
    [from + step, 211],
    [from + 2 * step, 34],
  ];
  for (const [index, [x, y]] of marks(svg).entries()) {
    expect(x).toBeCloseTo(places[index]![0]!, 1);
    expect(y).toBe(places[index]![1]);
  }
});

test("the line steps right at each share and up at the next cost, to the right edge", () => {
  const { svg } = drawn([aPoint("a", 0.001, 0.8), aPoint("b", 0.01, 0.9)]);
  const path = /class="frontier" d="([^"]+)"/.exec(svg)?.[1];
  const [[ax, ay], [bx, by]] = marks(svg) as [[number, number], [number, number]];
  expect(path).toBe(`M${ax},${ay}L${bx},${ay}L${bx},${by}L700,${by}L700,${by}`);
});

test("what is dominated is hollow and says by what", () => {
  const { svg } = drawn([aPoint("good", 0.001, 0.9), aPoint("bad", 0.01, 0.8)]);
  expect(svg.match(/class="hollow"/g)).toHaveLength(1);
  expect(svg).toContain(">dominated by good<");
});

test("points at one place share a mark, whose title names them all", () => {
  const { svg } = drawn([
    aPoint("a", 0.001, 0.9),
    { ...aPoint("only r", 0.001, 0.9), kind: "route" },
  ]);
  expect(marks(svg)).toHaveLength(1);
  expect(svg).toContain("<title>a: $0.0010 and 90.0%; only r: $0.0010 and 90.0%</title>");
});

test("a region has 72 corners within the drawing", () => {
  const { svg } = drawn([aPoint("a", 0.01, 0.8, aRegion({ covariance: [900, 0, 0.5] }))]);
  const corners = /<polygon class="region" points="([^"]+)"/.exec(svg)![1]!.split(" ");
  expect(corners).toHaveLength(72);
  for (const corner of corners) {
    const [x, y] = corner.split(",").map(Number);
    expect(x).toBeGreaterThanOrEqual(64);
    expect(x).toBeLessThanOrEqual(700);
    expect(y).toBeGreaterThanOrEqual(34);
    expect(y).toBeLessThanOrEqual(388);
  }
});

test("without a point there is no drawing", () => {
  expect(frontierChart("f", [])).toBeUndefined();
});

test("ten policies at hostile places and under hostile names give a drawing of numbers", () => {
  const number = (max: number) =>
    fc.oneof(fc.constantFrom(0, max), fc.double({ min: 0, max, noNaN: true }));
  const point = fc
    .tuple(fc.string({ unit: "binary", maxLength: 40 }), number(1e6), number(1))
    .map(([label, usd, share]) =>
      aPoint(label, usd, share, aRegion({ cost_per_accepted_usd: usd, acceptance_rate: share })),
    );
  fc.assert(
    fc.property(fc.array(point, { minLength: 1, maxLength: 10 }), (points) => {
      const { svg } = drawn(points);
      expect(svg).not.toMatch(/="[^"]*(?:NaN|undefined|Infinity)/);
      expect(XMLValidator.validate(svg)).toBe(true);
    }),
    { seed: 7, numRuns: 60 },
  );
});
