import { describe, expect, test } from "vitest";
import type { Comparability } from "../../../src/comparison/comparability.ts";
import { decideVerdict } from "../../../src/comparison/verdict.ts";
import type { GateResult } from "../../../src/core/comparison.ts";

const comparable: Comparability = {
  units: 100,
  unpaired: 0,
  baselineCovered: 100,
  candidateCovered: 100,
  unpricedCalls: 0,
};
const rule = { confidence: 0.95, decideOn: "bound" } as const;

function aGateResult(changes: Partial<GateResult> = {}): GateResult {
  return {
    id: "acceptance_rate min 0.9",
    metric: "acceptance_rate",
    asked_by: "promotion.gates",
    scope: "overall",
    bound: "min",
    threshold: 0.9,
    baseline: 1,
    candidate: 1,
    observed: { value: 1, lower: 0.95, upper: 1, n: 100, method: "clopper_pearson" },
    status: "pass",
    p_violated: 1,
    p_violated_holm: 1,
    records_needed: null,
    because: "acceptance_rate is 1",
    ...changes,
  };
}
const failed = (holm: number) =>
  aGateResult({ status: "fail", p_violated_holm: holm, because: `failed at ${holm}` });

describe("the verdict", () => {
  test("promotes when every gate passes", () => {
    const verdict = decideVerdict([aGateResult(), aGateResult()], comparable, rule);
    expect(verdict.decision).toBe("promote");
    expect(verdict.reasons[0]).toBe("2 gates asked, all pass with 95 % confidence");
  });

  test("rejects when a violation survives Holm, the surest first", () => {
    const verdict = decideVerdict([aGateResult(), failed(0.04), failed(0.001)], comparable, rule);
    expect(verdict).toEqual({ decision: "reject", reasons: ["failed at 0.001", "failed at 0.04"] });
  });

  test("a violation that Holm does not let stand is inconclusive", () => {
    const verdict = decideVerdict([aGateResult(), failed(0.09)], comparable, rule);
    expect(verdict.decision).toBe("inconclusive");
    expect(verdict.reasons[1]).toContain("this may be chance");
  });

  test("on point estimates a violation needs no correction", () => {
    const verdict = decideVerdict([failed(0.4)], comparable, { ...rule, decideOn: "point" });
    expect(verdict.decision).toBe("reject");
  });

  test("a policy without gates asked nothing", () => {
    const { decision, reasons } = decideVerdict([], comparable, rule);
    expect(decision).toBe("inconclusive");
    expect(reasons[0]).toContain("nothing was asked");
  });

  test("what is missing is said in records", () => {
    const open = aGateResult({ status: "inconclusive", records_needed: 1552, because: "wide" });
    const { reasons } = decideVerdict([aGateResult(), open], comparable, rule);
    expect(reasons).toEqual([
      "1 of 2 gates pass; about 1552 records in all would settle the rest",
      "wide; about 1552 records would settle it, 1452 more",
    ]);
  });

  test("a gate that no number of records settles is not promised any", () => {
    const open = aGateResult({ status: "inconclusive", because: "unknown" });
    const { reasons } = decideVerdict([open], comparable, rule);
    expect(reasons[0]).toContain("more records alone would not settle");
  });
});

describe("an incomparable pair is inconclusive, even when a gate is violated", () => {
  test.each([
    ["unpaired records above 1 %", { unpaired: 2 }, "in one arm only"],
    ["a baseline that covers too little", { baselineCovered: 98 }, "for the baseline"],
    ["a candidate that covers too little", { candidateCovered: 98 }, "for the candidate"],
    ["calls without a price", { unpricedCalls: 3 }, "3 calls without a known cost"],
    ["no record at all", { units: 0, baselineCovered: 0, candidateCovered: 0 }, "no record"],
  ])("for %s", (_, changes, words) => {
    const verdict = decideVerdict([failed(0)], { ...comparable, ...changes }, rule);
    expect(verdict.decision).toBe("inconclusive");
    expect(verdict.reasons[0]).toContain(words);
  });

  test("but 1 % unpaired is allowed", () => {
    const verdict = decideVerdict([aGateResult()], { ...comparable, unpaired: 1 }, rule);
    expect(verdict.decision).toBe("promote");
  });
});

describe("a run that was looked at all along", () => {
  const rejection = {
    gate: "acceptance_rate min 0.95",
    at_records: 40,
    observed: { value: 0.5, lower: 0.3, upper: 0.7, n: 40, method: "beta_binomial_sequence" },
    level: 0.025,
    because: "stopped early: acceptance_rate is 0.5",
  };

  test("is rejected by its sequence, though every gate passes on the records so far", () => {
    const early = { rejection };
    const verdict = decideVerdict([aGateResult()], comparable, { ...rule, early });
    expect(verdict).toEqual({ decision: "reject", reasons: [rejection.because] });
  });

  test("has half of the error of rejecting left for its end, and all of that of promoting", () => {
    const early = { rejection: undefined };
    const decision = (gates: readonly GateResult[]): string =>
      decideVerdict(gates, comparable, { ...rule, early }).decision;
    expect(decision([aGateResult(), failed(0.03)])).toBe("inconclusive");
    expect(decision([aGateResult(), failed(0.025)])).toBe("reject");
    expect(decision([aGateResult()])).toBe("promote");
  });
});
