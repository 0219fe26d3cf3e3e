import fc from "fast-check";
import { expect, test } from "vitest";
import { CHI_SQUARED_95, jointEllipse } from "../../../../src/reports/charts/joint-ellipse.ts";
import { aRegion } from "./chart-data.ts";

test("the quantile is that of chi-squared with two degrees of freedom", () => {
  // Tables give 5.991 (NIST/SEMATECH e-Handbook, 1.3.6.7.4).
  expect(CHI_SQUARED_95).toBeCloseTo(5.991, 3);
});

test("every corner lies where the quadratic form of the covariance is the quantile", () => {
  const positive = fc.double({ min: 1e-6, max: 0.5, noNaN: true });
  const correlation = fc.double({ min: -0.99, max: 0.99, noNaN: true });
  fc.assert(
    fc.property(positive, positive, correlation, (ofCost, spread, rho) => {
      // Small enough in the rate that no corner is cut off at 0 or 1.
      const ofRate = spread * 0.005;
      const both = rho * Math.sqrt(ofCost * ofRate);
      const region = aRegion({ acceptance_rate: 0.5, covariance: [ofCost, both, ofRate] });
      const edge = jointEllipse(region) ?? [];
      expect(edge).toHaveLength(72);
      const determinant = ofCost * ofRate - both * both;
      for (const [usd, share] of edge) {
        const [x, y] = [Math.log(usd / 0.01), share - 0.5];
        const form = (ofRate * x * x - 2 * both * x * y + ofCost * y * y) / determinant;
        expect(form).toBeCloseTo(CHI_SQUARED_95, 5);
      }
    }),
    { seed: 7 },
  );
});

test("the region reaches 2.448 standard errors to either side in each direction alone", () => {
  const edge = jointEllipse(aRegion({ covariance: [0.04, 0, 0.0004] })) ?? [];
  const logs = edge.map(([usd]) => Math.log(usd / 0.01));
  const shares = edge.map(([, share]) => share - 0.8);
  expect(Math.max(...logs)).toBeCloseTo(0.2 * 2.4477, 4);
  expect(Math.max(...shares)).toBeCloseTo(0.02 * 2.4477, 4);
});

test("no corner leaves 0..1", () => {
  const edge = jointEllipse(aRegion({ acceptance_rate: 0.99, covariance: [0.1, 0, 0.1] })) ?? [];
  expect(Math.max(...edge.map(([, share]) => share))).toBe(1);
  expect(Math.min(...edge.map(([, share]) => share))).toBeGreaterThanOrEqual(0);
});

test.each([
  ["no covariance", { covariance: null, reason: "one cluster" }],
  ["no cost", { cost_per_accepted_usd: null }],
  ["a cost of nothing, which has no logarithm", { cost_per_accepted_usd: 0 }],
  ["no rate", { acceptance_rate: null }],
])("%s: no region", (_, more) => {
  expect(jointEllipse(aRegion(more))).toBeUndefined();
});

test("without any variance of the cost the region is a line", () => {
  const edge = jointEllipse(aRegion({ covariance: [0, 0, 0.0001] })) ?? [];
  expect(new Set(edge.map(([usd]) => usd))).toEqual(new Set([0.01]));
});
