import { expect, test } from "vitest";
import { unitInterval } from "../../../src/core/seed.ts";
import { chiSquaredAbove } from "../../../src/stats/chi-squared.ts";
import { mixDesignEffect } from "../../../src/stats/mix-design-effect.ts";
import { homogeneityP, stabilityIndex, totalVariation } from "../../../src/stats/mix-difference.ts";
import { sampleRatioP } from "../../../src/stats/sample-ratio.ts";

test("the tail of the chi-squared distribution is scipy's", () => {
  for (const [x, df, expected] of [
    [0.5, 1, 0.47950012218695337],
    [3.84, 1, 0.05004352124870519],
    [10, 3, 0.01856613546304325],
    [50, 20, 0.0002214766382487835],
    [0.001, 5, 0.9999999983185123],
    [200, 150, 0.003973185970821635],
    [900, 10, 6.367822044752633e-187],
  ] as const) {
    expect(chiSquaredAbove(x, df) / expected).toBeCloseTo(1, 9);
  }
  expect(chiSquaredAbove(0, 3)).toBe(1);
  expect(chiSquaredAbove(5, 0)).toBe(1);
});

test("Pearson's test of two mixes is scipy's", () => {
  const mixes = { before: [310, 520, 170], after: [28, 61, 11] };
  expect(homogeneityP(mixes)).toBeCloseTo(0.16126839647884667, 12);
});

test("rare values are taken together, so that a long tail is no finding", () => {
  const before = [500, 480, ...Array<number>(20).fill(1)];
  const after = [50, 48, 2, ...Array<number>(19).fill(0)];
  // 500/480/20 against 50/48/2: the same shares.
  expect(homogeneityP({ before, after })).toBeCloseTo(1, 2);
  expect(homogeneityP({ before: [5], after: [7] })).toBeNull();
  expect(homogeneityP({ before: [5, 5], after: [0, 0] })).toBeNull();
});

test("a design effect takes its part of the statistic", () => {
  const mixes = { before: [300, 700], after: [340, 660] };
  // 2x2: statistic 3.6765, p 0.0552; halved 1.8382, p 0.1752.
  expect(homogeneityP(mixes)).toBeCloseTo(0.055184, 5);
  expect(homogeneityP(mixes, 2)).toBeCloseTo(0.175165, 4);
});

test("total variation is what part would have to move", () => {
  expect(totalVariation({ before: [3, 1], after: [10, 10] })).toBeCloseTo(0.25, 12);
  expect(totalVariation({ before: [4, 0], after: [0, 9] })).toBe(1);
  expect(totalVariation({ before: [0, 0], after: [1, 9] })).toBeNull();
});

test("the stability index is 0 of equal shares, and large but finite of a missing value", () => {
  expect(stabilityIndex({ before: [10, 30], after: [10, 30] })).toBe(0);
  // (90.5/101 - 60.5/101) log(90.5/60.5) + (10.5/101 - 40.5/101) log(10.5/40.5)
  expect(stabilityIndex({ before: [60, 40], after: [90, 10] })).toBeCloseTo(
    (30 / 101) * Math.log(90.5 / 60.5) + (-30 / 101) * Math.log(10.5 / 40.5),
    12,
  );
  expect(stabilityIndex({ before: [100, 0], after: [50, 50] })).toBeLessThan(10);
});

test("a split is held against its share by the exact binomial", () => {
  expect(sampleRatioP(90_120, 9_880, 0.1)).toBeCloseTo(0.20749870505187742, 9);
  expect(sampleRatioP(90_000, 9_500, 0.1)).toBeCloseTo(1.7438919202075284e-6, 9);
  // Five of five at one half: twice 1/32.
  expect(sampleRatioP(5, 0, 0.5)).toBeCloseTo(2 / 32, 12);
  expect(sampleRatioP(0, 5, 0.5)).toBeCloseTo(2 / 32, 12);
  expect(sampleRatioP(0, 0, 0.5)).toBe(1);
});

test("records that stand alone have a design effect of 1, and those of equal clusters their size", () => {
  const n = 6_000;
  const valueOf = Array.from({ length: n }, (_, i) => Math.floor(3 * unitInterval(`v/${i}`)));
  const alone = {
    valueOf,
    valueCount: 3,
    clusterOf: valueOf.map((_, index) => index),
    clusterCount: n,
  };
  expect(mixDesignEffect(alone, alone)).toBeCloseTo(1, 3);
  // Every record five times over: the same mix, a fifth of the evidence.
  const five = {
    valueOf: valueOf.flatMap((value) => Array<number>(5).fill(value)),
    valueCount: 3,
    clusterOf: valueOf.flatMap((_, index) => Array<number>(5).fill(index)),
    clusterCount: n,
  };
  expect(mixDesignEffect(five, five)).toBeCloseTo(5, 2);
});

test("one cluster alone says nothing of how clusters differ", () => {
  const one = { valueOf: [0, 1, 1], valueCount: 2, clusterOf: [0, 0, 0], clusterCount: 1 };
  expect(mixDesignEffect(one, one)).toBeNaN();
});
