import fc from "fast-check";
import { expect, test } from "vitest";
import { designEffect, effectiveRecords } from "../../../src/stats/design-effect.ts";
import {
  smallestDetectableEffect,
  smallestDetectablePairedDifference,
} from "../../../src/stats/detectable-difference.ts";
import {
  intersectionUnionP,
  jointPower,
  powerPerGate,
} from "../../../src/stats/intersection-union.ts";
import { unroundedRecordsForMean } from "../../../src/stats/records-needed.ts";

const run = { seed: 20_260_208, numRuns: 200 };
const alpha = fc.double({ min: 0.005, max: 0.2, noNaN: true });
const power = fc.double({ min: 0.5, max: 0.99, noNaN: true });

test("what so many records can show needs just so many records", () => {
  // scipy: (norm.ppf(.95) + norm.ppf(.8)) * 0.3 / sqrt(250)
  expect(smallestDetectableEffect(250, 0.3, 0.05, 0.8)).toBeCloseTo(0.04717754342403932, 12);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 1e5 }), alpha, power, (n, level, chance) => {
      const effect = smallestDetectableEffect(n, 0.4, level, chance)!;
      expect(unroundedRecordsForMean(effect, 0, 0.4, level, chance) / n).toBeCloseTo(1, 9);
      expect(smallestDetectableEffect(2 * n, 0.4, level, chance)!).toBeLessThan(effect);
      expect(smallestDetectableEffect(n, 0.4, level / 2, chance)!).toBeGreaterThan(effect);
    }),
    run,
  );
});

// The reference's table: percentage points at one-sided 0.05 and power 0.8.
test.each([
  [0.02, [2.45, 1.56, 1.11, 0.79]],
  [0.05, [3.87, 2.47, 1.75, 1.24]],
  [0.1, [5.48, 3.49, 2.48, 1.76]],
  [0.2, [7.74, 4.94, 3.51, 2.48]],
])("with a discordance of %d pairs show differences as tabulated", (discordance, points) => {
  const found = [200, 500, 1000, 2000].map(
    (n) => 100 * smallestDetectablePairedDifference(n, discordance, 0.05, 0.8)!,
  );
  expect(found.map((value) => Number(value.toFixed(2)))).toEqual(points);
});

test("too few pairs show only differences that the discordance does not allow", () => {
  expect(smallestDetectablePairedDifference(5, 0.05, 0.05, 0.8)).toBeGreaterThan(0.05);
  expect(smallestDetectablePairedDifference(0, 0.05, 0.05, 0.8)).toBeNull();
  expect(smallestDetectableEffect(0, 1, 0.05, 0.8)).toBeNull();
});

test("clusters of five with a correlation of 0.3 make a thousand records worth 455", () => {
  expect(designEffect(5, 0.3)).toBeCloseTo(2.2, 12);
  expect(effectiveRecords(1000, designEffect(5, 0.3))).toBeCloseTo(454.545, 3);
  expect(designEffect(1, 0.9)).toBe(1);
});

test("all gates together are as weak as the weakest, and never refused when there are none", () => {
  expect(intersectionUnionP([0.01, 0.2, 0.03])).toBe(0.2);
  expect(intersectionUnionP([])).toBe(1);
  expect(jointPower([])).toEqual({ independent: 1, atLeast: 1 });
});

test("gates with the power that each needs have the joint power asked for", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), power, (gates, joint) => {
      const each = powerPerGate(gates, joint);
      const all = (value: number) => jointPower(Array.from({ length: gates }, () => value));
      expect(all(each.independent).independent).toBeCloseTo(joint, 10);
      expect(all(each.atLeast).atLeast).toBeCloseTo(joint, 10);
      expect(each.atLeast).toBeGreaterThanOrEqual(each.independent - 1e-12);
    }),
    run,
  );
});
