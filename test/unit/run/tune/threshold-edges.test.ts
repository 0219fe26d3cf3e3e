import fc from "fast-check";
import { expect, test } from "vitest";
import { nextUp, thresholdEdges } from "../../../../src/run/tune/threshold-edges.ts";

test("edges are type 7 quantiles; past the last one no score is", () => {
  expect(thresholdEdges(Float64Array.of(1, 2, 3, 4, 10), 4)).toEqual([1, 2, 3, 4, 11]);
  // numpy.quantile([0.5, 1, 4], [0, .5, 1]) = 0.5, 1, 4; between integers and doubles: next double.
  expect(thresholdEdges(Float64Array.of(4, 0.5, 1), 2)).toEqual([0.5, 1, nextUp(4)]);
});

test("an edge is written without the dust of its computing", () => {
  const scores = Float64Array.from({ length: 11 }, (_, index) => index / 10);
  expect(thresholdEdges(scores, 5).slice(0, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});

test("equal edges stand once; scores that are all equal leave everything and nothing", () => {
  expect(thresholdEdges(Float64Array.of(1, 1, 1, 1, 2), 4)).toEqual([1, 3]);
  expect(thresholdEdges(Float64Array.of(7, 7), 10)).toEqual([7, 8]);
});

test("nextUp is the very next double", () => {
  for (const value of [0, 1, -1, 0.1, 1e300, -1e-300, 848]) {
    expect(nextUp(value)).toBeGreaterThan(value);
    const middle = (value + nextUp(value)) / 2;
    expect(middle === value || middle === nextUp(value)).toBe(true);
  }
  expect(nextUp(-0)).toBe(Number.MIN_VALUE);
});

test("edges rise, the first takes every score and the last none, whatever the scores", () => {
  const score = fc.oneof(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), fc.integer());
  fc.assert(
    fc.property(fc.array(score, { minLength: 1 }), fc.integer({ min: 2, max: 20 }), (all, bins) => {
      const edges = thresholdEdges(Float64Array.from(all), bins);
      for (const [index, edge] of edges.entries())
        if (index > 0) expect(edge).toBeGreaterThan(edges[index - 1]!);
      expect(all.every((one) => one >= edges[0]!)).toBe(true);
      expect(all.some((one) => one >= edges.at(-1)!)).toBe(false);
    }),
    { seed: 20261125 },
  );
});
