import { expect, test } from "vitest";
import { hash53, unitInterval } from "../../../src/core/seed.ts";

const draws = Array.from({ length: 50_000 }, (_, index) =>
  unitInterval(`1/record-${index}/route/0`),
);

test("the same name draws the same number, another name another", () => {
  expect(unitInterval("1/a")).toBe(unitInterval("1/a"));
  expect(unitInterval("1/a")).not.toBe(unitInterval("2/a"));
});

test("draws lie in [0, 1) and fill it evenly", () => {
  const bins = Array.from({ length: 20 }, () => 0);
  for (const draw of draws) {
    expect(draw).toBeGreaterThanOrEqual(0);
    expect(draw).toBeLessThan(1);
    bins[Math.floor(draw * 20)]! += 1;
  }
  // Chi-squared with 19 degrees of freedom: 43.82 is its 99.9 % quantile.
  const chiSquared = bins.reduce((sum, count) => sum + (count - 2500) ** 2 / 2500, 0);
  expect(chiSquared).toBeLessThan(43.82);
});

test("neighbouring names draw independently", () => {
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  let covariance = 0;
  for (let index = 1; index < draws.length; index += 1) {
    covariance += (draws[index - 1]! - mean) * (draws[index]! - mean);
  }
  // Lag-1 correlation of n independent draws has standard deviation 1/√n; four of them here.
  expect(Math.abs((covariance / draws.length) * 12)).toBeLessThan(4 / Math.sqrt(draws.length));
});

test("fifty thousand names do not collide", () => {
  const hashes = new Set(Array.from({ length: 50_000 }, (_, index) => hash53(`id-${index}`)));
  expect(hashes.size).toBe(50_000);
});
