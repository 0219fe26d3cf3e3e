import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { GateResult } from "../../../src/core/comparison.ts";
import type { Gate } from "../../../src/core/gate.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { compared, costing, onlyGate, refusedFrom, taking } from "./a-gated-comparison.ts";
import type { MakeOutcome } from "./a-gated-comparison.ts";
import { someRecords } from "./a-comparison.ts";
import { aFailedOutcome, anAttempt } from "./an-outcome.ts";
import { aGate, aPolicy, aPolicyWithGates } from "./a-policy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

const scoring = (score: number): Partial<Outcome> => ({
  grade: {
    accepted: true,
    score,
    schemaValid: undefined,
    scores: [{ name: "exact_match", value: score, passed: true, because: "near" }],
  },
});

const byPoint = (gate: Gate): Policy =>
  aPolicy({ promotion: { confidence: 0.95, decideOn: "point", gates: [gate] } });

describe("where nothing varies", () => {
  const ratio = (metric: string) => aPolicyWithGates(aGate(metric, "min_ratio", 0.95));

  test("two of two against two of two prove no ratio of rates, two thousand do", () => {
    // n / (n + z^2) reaches 0.95 at 51.4.
    const two = onlyGate(compared(ratio("acceptance_rate"), 2));
    expect(two).toMatchObject({ status: "inconclusive", records_needed: 52, p_violated: 1 });
    expect(two.observed.lower).toBeCloseTo(2 / (2 + 1.6448536269514722 ** 2), 9);
    expect(onlyGate(compared(ratio("acceptance_rate"), 51)).status).toBe("inconclusive");
    expect(onlyGate(compared(ratio("acceptance_rate"), 52)).status).toBe("pass");
    expect(onlyGate(compared(ratio("acceptance_rate"), 2000)).status).toBe("pass");
  });

  test("the same holds for graded scores and for groups", () => {
    const score = () => scoring(0.7);
    expect(onlyGate(compared(ratio("accuracy"), 2, score, score)).status).toBe("inconclusive");
    expect(onlyGate(compared(ratio("accuracy"), 2000, score, score)).status).toBe("pass");
    const records = someRecords(200, (ordinal) => ({ group: `g${ordinal % 10}` }));
    const grouped = onlyGate(
      compared(ratio("acceptance_rate"), 200, undefined, undefined, { records }),
    );
    expect(grouped.status).toBe("inconclusive");
    expect(grouped.observed.lower).toBeCloseTo(10 / (10 + 1.6448536269514722 ** 2), 9);
  });

  test("two records alone do not exceed a baseline of 0", () => {
    const failing: MakeOutcome = (ordinal) => ({ ...aFailedOutcome("timeout"), ordinal, arm: 1 });
    const policy = aPolicyWithGates(aGate("error_rate", "max_ratio", 1.1));
    expect(onlyGate(compared(policy, 2, failing)).status).toBe("inconclusive");
    expect(onlyGate(compared(policy, 20, failing)).status).toBe("fail");
  });

  test("a difference that varies by rounding alone neither rejects nor promotes", () => {
    const drop = (limit: number) =>
      onlyGate(
        compared(
          aPolicyWithGates(aGate("accuracy", "max_drop", limit)),
          2,
          (ordinal) => scoring(ordinal === 0 ? 0.8 : 0.7),
          (ordinal) => scoring(ordinal === 0 ? 0.9 : 0.8),
        ),
      );
    expect(drop(0.05).status).toBe("inconclusive");
    expect(drop(0.05).p_violated).toBeGreaterThan(0.05);
    expect(drop(0.2).status).toBe("inconclusive");
  });

  test("a ratio of costs has no bounds under ten pairs", () => {
    const policy = aPolicyWithGates(aGate("cost_per_request_usd", "max_ratio", 0.9));
    const nine = onlyGate(compared(policy, 9, () => costing(1_000)));
    expect(nine).toMatchObject({ status: "inconclusive", p_violated: 1 });
    expect(nine.observed).toMatchObject({ value: 1, lower: null, upper: null });
    expect(nine.observed.reason).toBe("no_variation_in_few_units");
    expect(onlyGate(compared(policy, 10, () => costing(1_000))).status).toBe("fail");
    const single = aPolicyWithGates(aGate("cost_per_request_usd", "max", 0.0000005));
    expect(onlyGate(compared(single, 2)).status).toBe("inconclusive");
    expect(onlyGate(compared(single, 10)).status).toBe("fail");
  });
});

describe("on the threshold", () => {
  test("27 of 30 accepted at exactly nine tenths of the price meet a ratio of 0.9", () => {
    const policy = aPolicyWithGates(aGate("cost_per_accepted_usd", "max_ratio", 0.9));
    const gate = onlyGate(
      compared(
        policy,
        30,
        (ordinal) => ({ ...costing(900_000), ...refusedFrom(27)(ordinal) }),
        (ordinal) => ({ ...costing(1_000_000), ...refusedFrom(27)(ordinal) }),
      ),
    );
    expect(gate).toMatchObject({ status: "pass", p_violated: 1 });
  });

  test("a drop from 0.9 to 0.85 is one of 0.05, and all of 0.7 reach 0.7", () => {
    const drop = compared(
      byPoint(aGate("acceptance_rate", "max_drop", 0.05)),
      20,
      refusedFrom(17),
      refusedFrom(18),
    );
    expect(onlyGate(drop).status).toBe("pass");
    const least = compared(byPoint(aGate("accuracy", "min", 0.7)), 30, () => scoring(0.7));
    expect(onlyGate(least).status).toBe("pass");
  });
});

describe("clusters of latencies", () => {
  const policy = aPolicyWithGates(aGate("p95_complete_ms", "max_ratio", 1.1));
  const grouped = (groups: number, count: number): GateResult => {
    const records = someRecords(count, (ordinal) => ({ group: `g${ordinal % groups}` }));
    return onlyGate(compared(policy, count, () => taking(300), undefined, { records }));
  };

  test("are what the minimum of a hundred counts", () => {
    const few = grouped(5, 200);
    expect(few).toMatchObject({ status: "inconclusive", p_violated: 1 });
    expect(few.observed).toMatchObject({ reason: "too_few_pairs", clusters: 5 });
    expect(grouped(99, 198).status).toBe("inconclusive");
    expect(grouped(100, 200).status).toBe("fail");
  });
});

describe("identical arms", () => {
  const gate = (
    metric: string,
    bound: Gate["bound"],
    threshold: number,
    policyOf = aPolicyWithGates,
  ) => onlyGate(compared(policyOf(aGate(metric, bound, threshold)), 200)).status;

  test("violate a gate that asks for an improvement", () => {
    expect(gate("cost_per_accepted_usd", "max_ratio", 0.9)).toBe("fail");
    expect(gate("cost_per_accepted_usd", "max_ratio", 0.9, byPoint)).toBe("fail");
    expect(gate("p95_complete_ms", "max_ratio", 0.9)).toBe("fail");
    expect(gate("acceptance_rate", "max_drop", -0.1)).toBe("fail");
    expect(gate("acceptance_rate", "min_ratio", 1.1)).toBe("fail");
  });

  test("violate none that allows them to stay as they are", () => {
    expect(gate("acceptance_rate", "max_drop", 0)).toBe("inconclusive");
    expect(gate("acceptance_rate", "max_drop", 0, byPoint)).toBe("pass");
    expect(gate("cost_per_accepted_usd", "max_ratio", 1)).toBe("pass");
    expect(gate("acceptance_rate", "min_ratio", 1)).toBe("inconclusive");
  });
});

describe("a limit of 0 or 1", () => {
  const fellBack: Partial<Outcome> = {
    attempts: [anAttempt(), anAttempt({ index: 1, kind: "fallback", isUnreviewed: true })],
  };
  const once: MakeOutcome = (ordinal) => (ordinal === 0 ? fellBack : {});

  test("cannot be proved for a rate by any number of records", () => {
    const policy = aPolicyWithGates(aGate("fallback_rate", "max", 0));
    const gate = onlyGate(compared(policy, 500));
    expect(gate).toMatchObject({ status: "inconclusive", records_needed: null });
    expect(gate.because).toContain("no number of records can prove that");
    expect(gate.because).toContain("a limit above 0");
    expect(onlyGate(compared(policy, 5, once))).toMatchObject({ status: "fail", p_violated: 0 });
    const all = onlyGate(compared(aPolicyWithGates(aGate("acceptance_rate", "min", 1)), 500));
    expect(all).toMatchObject({ status: "inconclusive", records_needed: null });
    expect(all.because).toContain("a limit below 1");
  });

  test("counts unreviewed fallbacks", () => {
    const policy = aPolicyWithGates(aGate("unreviewed_fallback_rate", "max", 0));
    expect(onlyGate(compared(policy, 5)).status).toBe("pass");
    expect(onlyGate(compared(policy, 5, once)).status).toBe("fail");
    const acceptance = { ...restOfPolicy.acceptance, maxUnreviewedFallbackRate: 0 };
    expect(onlyGate(compared(aPolicy({ acceptance }), 5)).status).toBe("pass");
  });
});

describe("how many records are needed", () => {
  test("is not said where more alone would not help", () => {
    const policy = aPolicyWithGates(aGate("p95_complete_ms", "max", 1000));
    const missing = compared(policy, 50, (ordinal) => taking(ordinal < 3 ? undefined : 500));
    expect(onlyGate(missing)).toMatchObject({ status: "inconclusive", records_needed: null });
  });
});
