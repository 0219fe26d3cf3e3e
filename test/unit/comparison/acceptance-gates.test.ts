import { describe, expect, test } from "vitest";
import type { Policy } from "../../../src/core/policy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";
import { compared, costing, onlyGate, refusedFrom } from "./a-gated-comparison.ts";
import { anAcceptedGrade, anAttempt } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

function asking(acceptance: Partial<Policy["acceptance"]>, more: Partial<Policy> = {}): Policy {
  return aPolicy({ ...more, acceptance: { ...restOfPolicy.acceptance, ...acceptance } });
}

describe("P11: acceptance tests beyond the pass rate", () => {
  test("min_accuracy holds the mean score, not the share accepted, to its bound", () => {
    // Every outcome is accepted; the scores alternate between 1 and 0.8.
    const scored = (ordinal: number) => ({
      grade: { ...anAcceptedGrade, score: ordinal % 2 === 0 ? 1 : 0.8 },
    });
    const gate = (least: number) => onlyGate(compared(asking({ minAccuracy: least }), 100, scored));
    expect(gate(0.85)).toMatchObject({
      id: "acceptance_tests.min_accuracy 0.85",
      metric: "accuracy",
      asked_by: "acceptance_tests",
      baseline: 1,
      status: "pass",
    });
    expect(gate(0.85).candidate).toBeCloseTo(0.9, 12);
    expect(gate(0.95).status).toBe("fail");
    expect(gate(0.9).status).toBe("inconclusive");
  });

  test("max_cost_per_accepted divides all that was spent by what was accepted", () => {
    // 40 outcomes of 900 nano-dollars, of which 30 are accepted: 36,000 / 30 = 1,200 each.
    const outcome = (ordinal: number) => ({ ...costing(900), ...refusedFrom(30)(ordinal) });
    const gate = (mostNanoUsd: number) =>
      onlyGate(compared(asking({ maxCostPerAcceptedNanoUsd: mostNanoUsd }), 40, outcome));
    expect(gate(2_000)).toMatchObject({
      id: "acceptance_tests.max_cost_per_accepted 0.000002",
      metric: "cost_per_accepted_usd",
      threshold: 0.000002,
      status: "pass",
    });
    expect(gate(2_000).candidate).toBeCloseTo(0.0000012, 15);
    expect(gate(900).status).toBe("fail");
  });

  test("a call without a known cost decides no max_cost_per_accepted", () => {
    const { verdict, gates } = compared(
      asking({ maxCostPerAcceptedNanoUsd: 2_000 }),
      40,
      (ordinal) => costing(ordinal === 7 ? undefined : 900),
    );
    expect(gates.map(({ status }) => status)).toEqual(["inconclusive"]);
    expect(verdict.reasons).toEqual(["1 call without a known cost under a cost gate"]);
  });

  test("min_evidence_complete_rate of 1 is a count: one outcome without evidence breaks it", () => {
    const policy = asking({ minEvidenceCompleteRate: 1 }, { requiredLogs: ["served_model"] });
    const lacking = { attempts: [anAttempt({ servedModel: undefined })] };
    const gates = (missing: number) =>
      compared(policy, 40, (ordinal) => (ordinal < missing ? lacking : {})).gates.map(
        ({ id, candidate, status }) => ({ id, candidate, status }),
      );
    expect(gates(0)).toEqual([
      { id: "acceptance_tests.min_evidence_complete_rate 1", candidate: 1, status: "pass" },
      { id: "evidence.required_logs complete", candidate: 1, status: "pass" },
    ]);
    expect(gates(1)).toEqual([
      { id: "acceptance_tests.min_evidence_complete_rate 1", candidate: 0.975, status: "fail" },
      { id: "evidence.required_logs complete", candidate: 0.975, status: "fail" },
    ]);
  });

  test("min_evidence_complete_rate below 1 is a rate like any other", () => {
    const policy = asking({ minEvidenceCompleteRate: 0.9 }, { requiredLogs: ["served_model"] });
    const lacking = { attempts: [anAttempt({ servedModel: undefined })] };
    const [gate] = compared(policy, 200, (ordinal) => (ordinal < 4 ? lacking : {})).gates;
    expect(gate).toMatchObject({ candidate: 0.98, status: "pass", observed: { n: 200 } });
  });
});
