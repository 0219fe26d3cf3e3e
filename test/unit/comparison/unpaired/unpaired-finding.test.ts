import fc from "fast-check";
import { expect, test } from "vitest";
import { meanFinding } from "../../../../src/comparison/mean-finding.ts";
import { proportionFinding } from "../../../../src/comparison/proportion-finding.ts";
import {
  unpairedDifferenceFinding,
  unpairedRatioFinding,
  type OneSide,
  type TwoSides,
} from "../../../../src/comparison/unpaired/unpaired-finding.ts";
import { clopperPearsonInterval } from "../../../../src/stats/clopper-pearson.ts";
import { moverDifference } from "../../../../src/stats/mover.ts";

const alone = (n: number) => ({ clusterOf: undefined, clusterCount: n });

function rate(accepted: number, n: number): OneSide {
  const values = Float64Array.from({ length: n }, (_, index) => (index < accepted ? 1 : 0));
  return (alpha) => proportionFinding(values, alone(n), alpha);
}

const sides = (from: OneSide, to: OneSide): TwoSides => ({ from, to });

test("a difference of two rates squares and adds the exact bounds of both", () => {
  const found = unpairedDifferenceFinding(sides(rate(90, 100), rate(170, 200)), 0.05);
  const expected = moverDifference(
    clopperPearsonInterval(90, 100, 0.05),
    clopperPearsonInterval(170, 200, 0.05),
  );
  expect(found.interval).toEqual(expected);
  expect(found.interval.estimate).toBeCloseTo(-0.05, 12);
  expect(found.from).toEqual({ n: 300, method: "unpaired_clopper_pearson" });
});

test("a p-value is the error at which the bound meets the threshold", () => {
  const counts = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 60, max: 120 }));
  const thresholds = fc.double({ min: -0.4, max: 0.4, noNaN: true });
  fc.assert(
    fc.property(counts, counts, thresholds, ([a, n], [b, m], threshold) => {
      const both = sides(rate(a, n), rate(b, m));
      for (const alpha of [0.01, 0.05, 0.2]) {
        const { interval, pAtMost, pAtLeast } = unpairedDifferenceFinding(both, alpha);
        // Beyond the rounding of the p-value's own search.
        if (Math.abs(interval.lower! - threshold) > 1e-6) {
          expect(pAtMost(threshold) <= alpha).toBe(interval.lower! > threshold);
        }
        if (Math.abs(interval.upper! - threshold) > 1e-6) {
          expect(pAtLeast(threshold) <= alpha).toBe(interval.upper! < threshold);
        }
      }
    }),
    { seed: 20_261_126, numRuns: 60 },
  );
});

test("swapping the logs negates a difference and inverts a ratio", () => {
  const [one, other] = [rate(90, 100), rate(170, 200)];
  const there = unpairedDifferenceFinding(sides(one, other), 0.05);
  const back = unpairedDifferenceFinding(sides(other, one), 0.05);
  expect(back.interval.lower).toBeCloseTo(-there.interval.upper!, 12);
  expect(back.pAtLeast(0.02)).toBeCloseTo(there.pAtMost(-0.02), 9);
  const ratio = unpairedRatioFinding(sides(one, other), 0.05);
  const inverse = unpairedRatioFinding(sides(other, one), 0.05);
  expect(inverse.interval.lower! * ratio.interval.upper!).toBeCloseTo(1, 12);
  expect(inverse.pAtMost(1 / 0.9)).toBeCloseTo(ratio.pAtLeast(0.9), 9);
});

test("over a control of 0 there is no ratio, but more than nothing is more than any multiple", () => {
  const found = unpairedRatioFinding(sides(rate(0, 200), rate(30, 200)), 0.05);
  expect(found.interval).toMatchObject({ estimate: null, reason: "zero_in_control" });
  expect(found.pAtMost(5)).toBeLessThan(1e-6);
  expect(unpairedRatioFinding(sides(rate(0, 200), rate(0, 200)), 0.05).pAtMost(5)).toBe(1);
});

test("a canary of 0 has an upper bound from both exact bounds at half the error each", () => {
  const found = unpairedRatioFinding(sides(rate(100, 200), rate(0, 200)), 0.05);
  // 0 of 200 at 0.025: 1 - 0.025^(1/200).
  const upper = 1 - 0.025 ** (1 / 200);
  const lower = clopperPearsonInterval(100, 200, 0.025).lower!;
  expect(found.interval).toMatchObject({ estimate: 0, lower: 0 });
  expect(found.interval.upper).toBeCloseTo(upper / lower, 9);
  expect(found.pAtLeast(0.5)).toBeLessThan(1e-6);
  expect(found.pAtMost(0.5)).toBe(1);
});

test("what is weak in one log makes the comparison weak", () => {
  const weak: OneSide = (alpha) => ({
    ...rate(90, 100)(alpha),
    weakness: "the score is not known",
  });
  const found = unpairedDifferenceFinding(sides(weak, rate(90, 100)), 0.05);
  expect(found.weakness).toBe("the score is not known");
  expect(found.recordsNeeded("min", -0.05)).toBeNull();
});

test("records needed are counted in both logs together, and grow with the square of the gap", () => {
  const scores = Float64Array.from({ length: 400 }, (_, index) => (index % 10) / 10);
  const graded: OneSide = (alpha) => meanFinding(scores, alone(400), alpha);
  const found = unpairedDifferenceFinding(sides(graded, graded), 0.05);
  const [near, far] = [-0.02, -0.04].map((drop) => found.recordsNeeded("min", drop)!);
  expect(near! / far!).toBeCloseTo(4, 1);
  expect(found.recordsNeeded("min", 0.1)).toBeNull();
});
