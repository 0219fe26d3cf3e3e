import { expect, test } from "vitest";
import {
  cautiousBounds,
  cautionWeakness,
  type CautiousBounds,
} from "../../../src/comparison/cautious-bounds.ts";
import { unknownFinding, type Finding } from "../../../src/comparison/finding.ts";
import { pairedRatioFinding } from "../../../src/comparison/ratio-finding.ts";
import { aRefusedGrade } from "./an-outcome.ts";
import { aGate, aPolicyWithGates } from "./a-policy.ts";
import { compared, costing, onlyGate } from "./a-gated-comparison.ts";

const refused = { grade: aRefusedGrade };

const finding = (lower: number, upper: number, cautious?: CautiousBounds): Finding => ({
  ...unknownFinding("none", { n: 100, method: "mean_t" }),
  interval: { estimate: (lower + upper) / 2, lower, upper },
  ...(cautious && { cautious: () => cautious }),
});

test("bounds are moved out on the side of the long tail, and never in", () => {
  const rightSkewed = Float64Array.from({ length: 100 }, (_, index) => (index < 90 ? -1 : 9));
  const bounds = cautiousBounds(0, 1, rightSkewed, 0.05);
  // Student's t at 99 degrees of freedom is 1.6604; skewness 8 / 3 (2.55 by the jackknife), shift 8/3 * 6.5139 / 60.
  expect(bounds?.lower).toBeCloseTo(-1.6604, 4);
  expect(bounds?.upper).toBeCloseTo(1.6604 + ((8 / 3) * (2 * 1.6604 ** 2 + 1)) / 60, 3);
});

test("only what passes by less than the skew may take loses its pass", () => {
  const cautious = { lower: 0.7, upper: 0.95, because: "the outcomes are so skewed" };
  expect(cautionWeakness(finding(0.7, 0.89, cautious), "max", 0.9).weakness).toContain("0.95");
  expect(cautionWeakness(finding(0.7, 0.89, cautious), "max", 0.96)).toEqual({});
  expect(cautionWeakness(finding(0.7, 0.92, cautious), "max", 0.9)).toEqual({});
  expect(cautionWeakness(finding(0.7, 0.89), "max", 0.9)).toEqual({});
});

test("a gate on skewed costs is inconclusive close to its limit, says why, and passes farther off", () => {
  // One record in twenty costs thirty times as much: mean 2,450 nano-dollars.
  const policy = (limitUsd: number) =>
    aPolicyWithGates(aGate("cost_per_request_usd", "max", limitUsd));
  const skewed = (ordinal: number) => costing(ordinal % 20 === 0 ? 30_000 : 1_000);
  const near = onlyGate(compared(policy(3.8e-6), 100, skewed));
  expect(near.status).toBe("inconclusive");
  expect(near.observed.upper).toBeLessThan(3.8e-6);
  expect(near.because).toContain("so skewed that this bound may be too near");
  expect(onlyGate(compared(policy(6e-6), 100, skewed)).status).toBe("pass");
});

test("where all pairs that differ are losses, the exact bound on their share has to clear the limit", () => {
  // 2 losses of 300: Tango's bound is 0.01990, the exact one 0.02085, as 6.0 % of 300 draws with a
  // true loss of 0.02 show no more than two.
  const policy = aPolicyWithGates(aGate("acceptance_rate", "max_drop", 0.02));
  const losing = (losses: number) =>
    onlyGate(compared(policy, 300, (ordinal) => (ordinal < losses ? refused : {})));
  const bold = losing(2);
  expect(bold.status).toBe("inconclusive");
  expect(bold.observed.upper).toBeLessThan(0.02);
  expect(bold.because).toContain("all differ the same way");
  expect(losing(1).status).toBe("pass");
});

test("a ratio of skewed costs over the same records is moved out as well", () => {
  // One record in twenty costs thirty times as much under the candidate alone.
  const costs = (share: (ordinal: number) => number) =>
    Float64Array.from({ length: 100 }, (_, ordinal) => 1_000 * share(ordinal));
  const accepted = new Float64Array(100).fill(1);
  const finding = pairedRatioFinding(
    { costs: costs((ordinal) => 1 + (ordinal % 7) / 10), accepted },
    { costs: costs((ordinal) => (ordinal % 20 === 0 ? 30 : 0.5)), accepted },
    100,
    undefined,
    0.05,
  );
  expect(finding.cautious?.()?.upper).toBeGreaterThan(finding.interval.upper! * 1.05);
  expect(finding.cautious?.()?.lower).toBeCloseTo(finding.interval.lower!, 9);
});
