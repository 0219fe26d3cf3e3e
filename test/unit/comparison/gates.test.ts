import { assert, describe, expect, test } from "vitest";
import type { GateResult, PolicyComparison } from "../../../src/core/comparison.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import { aComparison, someRecords, type SmallRun } from "./a-comparison.ts";
import {
  aFailedOutcome,
  anAcceptedGrade,
  anAttempt,
  anOutcome,
  aRefusedGrade,
} from "./an-outcome.ts";
import { aGate, aPolicy, aPolicyWithGates } from "./a-policy.ts";

type MakeOutcome = (ordinal: number) => Partial<Outcome>;

/** Both arms over some records, with the candidate's policy and what its outcomes are like. */
function compared(
  policy: Policy,
  count: number,
  candidate: MakeOutcome = () => ({}),
  baseline: MakeOutcome = () => ({}),
  more: Partial<SmallRun> = {},
): PolicyComparison {
  const records = someRecords(count);
  const { comparisons } = aComparison({
    records,
    outcomes: records.flatMap(({ ordinal }) => [
      anOutcome({ ordinal, ...baseline(ordinal) }),
      anOutcome({ ordinal, arm: 1, ...candidate(ordinal) }),
    ]),
    ...more,
    setup: {
      ...more.setup,
      arms: [
        { key: "before", policy: aPolicy() },
        { key: "after", policy },
      ],
    },
  });
  assert(comparisons[0] !== undefined);
  return comparisons[0];
}

function onlyGate({ gates }: PolicyComparison): GateResult {
  assert(gates.length === 1 && gates[0] !== undefined);
  return gates[0];
}

const refusedFrom =
  (first: number): MakeOutcome =>
  (ordinal) => ({
    grade: ordinal < first ? anAcceptedGrade : aRefusedGrade,
  });
const costing = (costNanoUsd: number | undefined): Partial<Outcome> => ({
  attempts: [anAttempt({ costNanoUsd })],
});
const taking = (latencyMs: number | undefined): Partial<Outcome> => ({
  attempts: [anAttempt({ latencyMs })],
});

describe("a rate by itself", () => {
  const passRate = aPolicy({
    acceptance: {
      minEvalPassRate: 0.95,
      maxSchemaErrorRate: undefined,
      maxUnreviewedFallbackRate: undefined,
    },
  });

  test("twenty of twenty against 0.95 is inconclusive, and 59 records would settle it", () => {
    const comparison = compared(passRate, 20);
    const gate = onlyGate(comparison);
    expect(gate).toMatchObject({ status: "inconclusive", records_needed: 59, candidate: 1 });
    expect(gate.observed).toMatchObject({ value: 1, n: 20, method: "clopper_pearson" });
    expect(gate.observed.lower).toBeCloseTo(0.05 ** (1 / 20), 12);
    expect(comparison.verdict.decision).toBe("inconclusive");
    expect(comparison.verdict.reasons[0]).toContain("about 59 records");
  });

  test("58 of 58 are not enough and 59 of 59 are", () => {
    expect(compared(passRate, 58).verdict.decision).toBe("inconclusive");
    expect(compared(passRate, 59).verdict.decision).toBe("promote");
  });

  test("none of three is a violation", () => {
    const comparison = compared(passRate, 3, refusedFrom(0));
    const gate = onlyGate(comparison);
    expect(gate.status).toBe("fail");
    expect(gate.observed.upper).toBeCloseTo(0.631597, 6);
    expect(gate.p_violated).toBeCloseTo(0.05 ** 3, 12);
    expect(comparison.verdict.decision).toBe("reject");
  });

  test("on the point estimate twenty of twenty pass, and the gate says why", () => {
    const promotion = { confidence: 0.95, decideOn: "point", gates: [] } as const;
    const gate = onlyGate(compared({ ...passRate, promotion }, 20));
    expect(gate.status).toBe("pass");
    expect(gate.because).toContain("decided on the estimate alone");
  });

  test("a limit of 0 counts exceptions, as no sample could prove it", () => {
    const policy = aPolicyWithGates(aGate("fallback_rate", "max", 0));
    expect(onlyGate(compared(policy, 5)).status).toBe("pass");
    const one: MakeOutcome = (ordinal) =>
      ordinal === 0 ? { attempts: [anAttempt(), anAttempt({ index: 1, kind: "fallback" })] } : {};
    expect(onlyGate(compared(policy, 5, one))).toMatchObject({ status: "fail", p_violated: 0 });
  });

  test("a provider's share is a rate with a name", () => {
    const gate = aGate("provider_share", "max", 0.5, { provider: "openai" });
    expect(onlyGate(compared(aPolicyWithGates(gate), 10))).toMatchObject({
      id: "provider_share openai max 0.5",
      candidate: 1,
      status: "fail",
    });
  });
});

describe("a rate against the baseline", () => {
  test("a drop is held against its limit as it is written", () => {
    const policy = aPolicyWithGates(aGate("acceptance_rate", "max_drop", 0.02));
    const gate = onlyGate(compared(policy, 100, refusedFrom(60)));
    expect(gate).toMatchObject({ status: "fail", baseline: 1, candidate: 0.6, threshold: 0.02 });
    expect(gate.observed.value).toBeCloseTo(0.4, 12);
    expect(gate.observed.lower).toBeGreaterThan(0.02);
    expect(gate.because).toMatch(/^acceptance_rate fell by 0\.4 \(at least 0\.\d+ with 95 %/);
  });

  test("non-inferiority without a discordant pair wants 133 records for a margin of 0.02", () => {
    const policy = aPolicyWithGates(aGate("acceptance_rate", "max_drop", 0.02));
    const gate = onlyGate(compared(policy, 100));
    expect(gate).toMatchObject({ status: "inconclusive", records_needed: 133 });
    expect(onlyGate(compared(policy, 132)).status).toBe("inconclusive");
    expect(onlyGate(compared(policy, 133)).status).toBe("pass");
  });

  test("a rise and a ratio of failures are measured on the same records", () => {
    const failing: MakeOutcome = (ordinal) => (ordinal < 40 ? aFailedOutcome("timeout", {}) : {});
    const withArm = (ordinal: number) => ({ ...failing(ordinal), ordinal, arm: 1 });
    const before: MakeOutcome = (ordinal) =>
      ordinal < 20 ? { ...aFailedOutcome("timeout"), ordinal } : {};
    const rise = aPolicyWithGates(aGate("error_rate", "max_rise", 0.01));
    expect(onlyGate(compared(rise, 100, withArm, before)).observed.value).toBeCloseTo(0.2, 12);
    const ratio = aPolicyWithGates(aGate("error_rate", "max_ratio", 1.1));
    const gate = onlyGate(compared(ratio, 100, withArm, before));
    expect(gate.observed.value).toBeCloseTo(2, 12);
    expect(gate.status).toBe("fail");
  });

  test("a ratio to a rate of 0 is undefined and passes nothing", () => {
    const policy = aPolicyWithGates(aGate("error_rate", "max_ratio", 1.1));
    const gate = onlyGate(compared(policy, 50));
    expect(gate.observed).toMatchObject({ value: null, reason: "zero_in_baseline" });
    expect(gate).toMatchObject({ status: "inconclusive", p_violated: 1 });
  });

  test("a rate that fell to 0 has a ratio with an honest upper bound", () => {
    const before: MakeOutcome = (ordinal) =>
      ordinal < 2 ? { ...aFailedOutcome("timeout"), ordinal } : {};
    const policy = aPolicyWithGates(aGate("error_rate", "max_ratio", 0.5));
    const gate = onlyGate(compared(policy, 20, () => ({}), before));
    expect(gate.status).toBe("inconclusive");
    expect(gate.observed.value).toBe(0);
    expect(gate.observed.upper).toBeGreaterThan(0.5);
  });
});

describe("scopes", () => {
  const records = someRecords(60, (ordinal) => ({ tags: { risk: ordinal < 30 ? "high" : "low" } }));
  const more = { records, setup: { tagNames: ["risk"] } };

  test("a segment's gate looks at its records alone", () => {
    const segment = { tag: "risk", value: "high" };
    const policy = aPolicyWithGates(aGate("acceptance_rate", "max_drop", 0.01, { segment }));
    const gate = onlyGate(compared(policy, 60, refusedFrom(30), undefined, more));
    expect(gate).toMatchObject({ id: "acceptance_rate max_drop 0.01 [risk=high]", baseline: 1 });
    expect(gate.observed).toMatchObject({ value: 0, n: 30 });
    const low = aGate("acceptance_rate", "max_drop", 0.01, {
      segment: { tag: "risk", value: "low" },
    });
    const other = onlyGate(compared(aPolicyWithGates(low), 60, refusedFrom(30), undefined, more));
    expect(other).toMatchObject({ status: "fail", candidate: 0, scope: "risk=low" });
  });

  test("a segment that no record has never passes, with p = 1", () => {
    const segment = { tag: "risk", value: "extreme" };
    const policy = aPolicyWithGates(aGate("acceptance_rate", "min", 0.5, { segment }));
    const gate = onlyGate(compared(policy, 60, undefined, undefined, more));
    expect(gate).toMatchObject({ status: "inconclusive", p_violated: 1, records_needed: null });
    expect(gate.observed).toMatchObject({ value: null, n: 0 });
  });

  test("a route's gate is about what the candidate sent there, and says it only describes", () => {
    const policy = aPolicyWithGates(aGate("acceptance_rate", "min", 0.9, { route: "large" }));
    const gate = onlyGate(
      compared(policy, 60, (ordinal) => ({ route: ordinal < 10 ? "large" : "small" })),
    );
    expect(gate.observed.n).toBe(10);
    expect(gate.because).toContain("this describes the route");
  });

  test("a metric that nothing measures never passes", () => {
    const gate = onlyGate(compared(aPolicyWithGates(aGate("charm", "min", 0)), 10));
    expect(gate).toMatchObject({ status: "inconclusive", p_violated: 1 });
    expect(gate.because).toContain("no such metric");
  });

  test("a grader's name is a metric", () => {
    const gate = onlyGate(compared(aPolicyWithGates(aGate("exact_match", "min", 0.5)), 10));
    expect(gate).toMatchObject({ status: "pass", candidate: 1 });
  });

  test("the same gate twice keeps its ids apart", () => {
    const twice = aGate("acceptance_rate", "min", 0.1);
    const { gates } = compared(aPolicyWithGates(twice, twice), 10);
    expect(gates.map(({ id }) => id)).toEqual([
      "acceptance_rate min 0.1",
      "acceptance_rate min 0.1 (2)",
    ]);
  });
});

describe("latency", () => {
  const limit = aPolicy({
    latency: {
      p95CompleteMs: 1000,
      p95FirstTokenMs: undefined,
      timeoutMs: undefined,
      firstTokenTimeoutMs: undefined,
    },
  });
  const slow =
    (count: number): MakeOutcome =>
    (ordinal) =>
      taking(ordinal < count ? 2000 : 500);

  test("four of two hundred over the limit pass, eighteen do not", () => {
    const passing = onlyGate(compared(limit, 200, slow(4)));
    expect(passing).toMatchObject({ status: "pass", threshold: 1000, candidate: 500 });
    expect(passing.observed.upper).toBeCloseTo(0.04518, 5);
    const failing = onlyGate(compared(limit, 200, slow(18)));
    expect(failing).toMatchObject({ status: "fail", candidate: 2000 });
    expect(failing.because).toContain("9 % of 200 outcomes took longer than 1000 ms");
  });

  test("58 quick outcomes cannot show a p95, 59 can", () => {
    expect(onlyGate(compared(limit, 58))).toMatchObject({
      status: "inconclusive",
      records_needed: 59,
    });
    expect(onlyGate(compared(limit, 59)).status).toBe("pass");
  });

  test("a gate on the quantile itself is observed in milliseconds", () => {
    const policy = aPolicyWithGates(aGate("p95_complete_ms", "max", 1000));
    const gate = onlyGate(compared(policy, 200, slow(4)));
    expect(gate.observed).toMatchObject({ value: 500, method: "order_statistics" });
    expect(gate.status).toBe("pass");
    const least = aPolicyWithGates(aGate("p50_complete_ms", "min", 1000));
    expect(onlyGate(compared(least, 200, slow(4))).status).toBe("fail");
  });

  test("a candidate that takes 1.5 times as long is rejected in words for a headline", () => {
    const policy = aPolicyWithGates(
      aGate("acceptance_rate", "max_drop", 0.05),
      aGate("p95_complete_ms", "max_ratio", 1.1),
    );
    const { verdict } = compared(policy, 200, () => taking(150));
    expect(verdict.decision).toBe("reject");
    expect(verdict.reasons).toEqual([
      "p95_complete_ms rose to 1.5 times the baseline's (at least 1.5 with 95 % confidence; limit 1.1)",
    ]);
  });

  test("unknown latencies of more than 1 % pass nothing", () => {
    const gate = onlyGate(compared(limit, 200, (ordinal) => taking(ordinal < 3 ? undefined : 500)));
    expect(gate.status).toBe("inconclusive");
    expect(gate.because).toContain("the latency of 3 of 200 outcomes is not known");
  });
});

describe("cost", () => {
  const half = aPolicyWithGates(aGate("cost_per_accepted_usd", "max_ratio", 0.9));

  test("half the price per accepted outcome passes a ratio of 0.9", () => {
    const gate = onlyGate(compared(half, 40, () => costing(500)));
    expect(gate).toMatchObject({ status: "pass", baseline: 0.000001, candidate: 5e-7 });
    expect(gate.observed.value).toBeCloseTo(0.5, 12);
  });

  test("fewer than ten accepted outcomes pass no cost gate", () => {
    const gate = onlyGate(
      compared(half, 40, (ordinal) => ({ ...costing(10), ...refusedFrom(9)(ordinal) })),
    );
    expect(gate.status).toBe("inconclusive");
    expect(gate.because).toContain("only 9 accepted outcomes");
    expect(gate.records_needed).toBeGreaterThanOrEqual(45);
  });

  test("a call without a known cost makes the arms incomparable, whatever else is violated", () => {
    const policy = aPolicyWithGates(
      aGate("cost_per_accepted_usd", "max_ratio", 0.9),
      aGate("acceptance_rate", "min", 0.99),
    );
    const { gates, verdict } = compared(policy, 40, (ordinal) => ({
      ...costing(ordinal === 0 ? undefined : 500),
      ...refusedFrom(10)(ordinal),
    }));
    expect(gates.map(({ status }) => status)).toEqual(["inconclusive", "fail"]);
    expect(verdict).toEqual({
      decision: "inconclusive",
      reasons: ["1 call without a known cost under a cost gate"],
    });
  });

  test("cost per request and per workflow are means of their own", () => {
    const records = someRecords(40, (ordinal) => ({ workflow: `w${Math.floor(ordinal / 2)}` }));
    const policy = aPolicyWithGates(
      aGate("cost_per_request_usd", "max", 0.0000011),
      aGate("cost_per_workflow_usd", "max_rise", 0.0000001),
    );
    const { gates } = compared(policy, 40, () => costing(1_200), undefined, { records });
    expect(gates[0]).toMatchObject({ status: "fail", candidate: 0.0000012 });
    expect(gates[1]).toMatchObject({ status: "fail", baseline: 0.000002, candidate: 0.0000024 });
    expect(gates[1]?.observed.n).toBe(20);
  });

  test("a free candidate costs 0 times a baseline that costs something", () => {
    const gate = onlyGate(compared(half, 40, () => costing(0)));
    expect(gate).toMatchObject({ status: "pass", observed: { value: 0 } });
  });

  test("against a free baseline there is no ratio, but any cost exceeds it", () => {
    const gate = onlyGate(
      compared(
        half,
        40,
        (ordinal) => costing(500 + ordinal),
        () => costing(0),
      ),
    );
    expect(gate).toMatchObject({ status: "fail", observed: { value: null } });
  });

  test("nothing accepted at all can be rejected by its lower bound", () => {
    const policy = aPolicyWithGates(aGate("cost_per_accepted_usd", "max", 0.000002));
    const gate = onlyGate(compared(policy, 50, refusedFrom(0)));
    expect(gate).toMatchObject({ status: "fail", observed: { value: null, upper: null } });
    // At that price half the answers would be accepted: none of 50 has the chance 0.5^50.
    expect(gate.p_violated / 0.5 ** 50).toBeCloseTo(1, 6);
  });

  test("a ceiling is a count: one dear request is one too many", () => {
    const policy = aPolicy({
      cost: { maxPerRequestNanoUsd: 1_500, maxPerWorkflowNanoUsd: 1_500, ownerKey: undefined },
    });
    const records = someRecords(20, (ordinal) => ({ workflow: `w${Math.floor(ordinal / 2)}` }));
    const { gates, verdict } = compared(policy, 20, undefined, undefined, { records });
    expect(gates[0]).toMatchObject({ id: "cost.max_cost_per_request 0.0000015", status: "pass" });
    expect(gates[1]).toMatchObject({ status: "fail", observed: { value: 10, n: 10 } });
    expect(verdict.reasons[0]).toBe(
      "10 of 10 workflows cost more than $0.0000015 (the dearest $0.000002)",
    );
  });
});

describe("evidence", () => {
  const policy = aPolicy({ requiredLogs: ["served_model"] });

  test("must be complete on every record", () => {
    expect(onlyGate(compared(policy, 5)).status).toBe("pass");
    const gate = onlyGate(
      compared(policy, 5, (ordinal) =>
        ordinal === 0 ? { attempts: [anAttempt({ servedModel: undefined })] } : {},
      ),
    );
    expect(gate).toMatchObject({ status: "fail", p_violated: 0, asked_by: "evidence" });
    expect(gate.because).toBe("evidence is incomplete on 1 of 5 outcomes (served_model)");
  });
});
