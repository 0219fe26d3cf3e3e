import { describe, expect, test } from "vitest";
import {
  compared,
  onlyGate,
  refusedFrom,
  costing,
  type MakeOutcome,
} from "./a-gated-comparison.ts";
import { anAttempt } from "./an-outcome.ts";
import { aGate, aPolicy, aPolicyWithGates } from "./a-policy.ts";
import { someRecords } from "./a-comparison.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

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

  test("workflows of one group are one cluster, and those of several stand alone", () => {
    const costs: MakeOutcome = (ordinal) => costing(1_000 + (ordinal % 7) * 100);
    const policy = aPolicyWithGates(aGate("cost_per_workflow_usd", "max", 1));
    const gate = (group: (ordinal: number) => string | undefined) => {
      const records = someRecords(80, (ordinal) => ({
        workflow: `w${Math.floor(ordinal / 2)}`,
        group: group(ordinal),
      }));
      return onlyGate(compared(policy, 80, costs, undefined, { records }));
    };
    const shared = gate((ordinal) => `g${Math.floor(ordinal / 8)}`);
    expect(shared.observed).toMatchObject({ n: 40, clusters: 10 });
    const across = gate((ordinal) => `g${ordinal % 2}`);
    expect(across.observed).toMatchObject({ n: 40, clusters: 40 });
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
    // 1,000 nano-dollars over the most that could be accepted: 1 - 0.05^(1/50).
    expect(gate.because).toBe(
      "cost_per_accepted_usd is not known: no accepted outcomes (at least 0.0000172 with 95 % confidence; limit 0.000002)",
    );
  });

  test("a ceiling is a count: one dear request is one too many", () => {
    const policy = aPolicy({
      cost: { ...restOfPolicy.cost, maxPerRequestNanoUsd: 1_500, maxPerWorkflowNanoUsd: 1_500 },
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
