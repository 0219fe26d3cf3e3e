import { describe, expect, test } from "vitest";
import type { CallEvidence } from "../../../src/core/call-evidence.ts";
import type { Metrics } from "../../../src/core/metrics.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { metricsBefore } from "./a-comparison.ts";
import { compared, onlyGate, type MakeOutcome } from "./a-gated-comparison.ts";
import { aGate, aPolicy } from "./a-policy.ts";
import { anAttempt, anOutcome } from "./an-outcome.ts";

const overall = (...outcomes: readonly Outcome[]): Metrics => metricsBefore({ outcomes }).overall;

/** An outcome of one call with this evidence. */
function withEvidence(ordinal: number, evidence: CallEvidence, costNanoUsd?: number): Outcome {
  return anOutcome({ ordinal, attempts: [anAttempt({ evidence, costNanoUsd })] });
}

describe("rates", () => {
  test("a gateway's own fallbacks and retries count like the policy's", () => {
    const metrics = overall(
      withEvidence(0, { gateway: { fallbacks: 1, retries: 0 } }),
      withEvidence(1, { gateway: { fallbacks: 0, retries: 2 } }),
      withEvidence(2, { gateway: {} }),
      anOutcome({ ordinal: 3 }),
    );
    expect(metrics.fallback_rate).toMatchObject({ value: 0.25, n: 4 });
    expect(metrics.retry_rate).toMatchObject({ value: 0.25, n: 4 });
    expect(metrics.gateway).toMatchObject({
      records: 3,
      fallback_rate: { value: 1 / 3, n: 3 },
      retry_rate: { value: 1 / 3, n: 3 },
      untold: 0,
    });
  });

  test("a violation counts once for its record, in whichever attempt it was", () => {
    const violation = "served large: it is in blocked_routes";
    const attempts = [
      anAttempt({ evidence: { gateway: { violation } } }),
      anAttempt({ index: 1, kind: "retry", evidence: { gateway: { violation } } }),
    ];
    const metrics = overall(anOutcome({ attempts }), anOutcome({ ordinal: 1 }));
    expect(metrics.policy_violation_rate).toMatchObject({ value: 0.5, n: 2, method: "wilson" });
  });

  test("a run without a gateway says nothing of one, and has no violation", () => {
    const metrics = overall(anOutcome());
    expect(metrics).not.toHaveProperty("gateway");
    expect(metrics.policy_violation_rate).toMatchObject({ value: 0, n: 1 });
  });
});

describe("served routes", () => {
  test("are the routes that the gateway served, where they are known", () => {
    const outcomes = [
      withEvidence(0, { gateway: { servedRoute: "large" } }),
      withEvidence(1, { gateway: {} }),
    ];
    const { served_routes: served, routes } = metricsBefore({ outcomes });
    expect(Object.keys(served)).toEqual(["large", "small"]);
    expect(Object.keys(routes)).toEqual(["small"]);
  });
});

describe("reported cost", () => {
  test("stands beside our own, with the attempts that it speaks of", () => {
    const { cost } = overall(
      withEvidence(0, { reportedCostNanoUsd: 2_000 }, 1_500),
      withEvidence(1, { gateway: {} }, 9_000),
    );
    expect(cost.total_usd).toBe(10_500 / 1e9);
    expect(cost).toMatchObject({
      reported_cost_usd: 2_000 / 1e9,
      reported_attempts: 1,
      own_cost_of_reported_usd: 1_500 / 1e9,
    });
  });

  test("of nothing is still a report", () => {
    const { cost } = overall(withEvidence(0, { reportedCostNanoUsd: 0 }, 0));
    expect(cost).toMatchObject({ reported_cost_usd: 0, reported_attempts: 1 });
  });

  test("has no figure of ours beside it where one of its calls has none", () => {
    const { cost } = overall(
      withEvidence(0, { reportedCostNanoUsd: 2_000 }, 1_500),
      withEvidence(1, { reportedCostNanoUsd: 3_000 }),
    );
    expect(cost).toMatchObject({ reported_attempts: 2, own_cost_of_reported_usd: null });
  });

  test("is absent where no gateway reported one", () => {
    expect(overall(anOutcome()).cost).not.toHaveProperty("reported_cost_usd");
  });
});

describe("the gate on violations", () => {
  const strategy = { kind: "gateway", route: "small" } as const;
  const policyWith = (max: number) =>
    aPolicy({
      strategy,
      promotion: {
        confidence: 0.95,
        decideOn: "bound",
        gates: [aGate("policy_violation_rate", "max", max)],
      },
    });
  const evidenceOf =
    (of: (ordinal: number) => CallEvidence | undefined): MakeOutcome =>
    (ordinal) => {
      const evidence = of(ordinal);
      return { attempts: [anAttempt({ ...(evidence && { evidence }) })] };
    };
  const mapped = { gateway: { servedRoute: "large" } };
  const broken = { gateway: { violation: "served large" } };

  test("is a count at a limit of 0: none passes, one fails", () => {
    const none = evidenceOf(() => mapped);
    const once = evidenceOf((ordinal) => (ordinal === 0 ? broken : mapped));
    expect(onlyGate(compared(policyWith(0), 5, none)).status).toBe("pass");
    expect(onlyGate(compared(policyWith(0), 5, once)).status).toBe("fail");
  });

  test("is inconclusive where the gateway does not say what it served", () => {
    const gate = onlyGate(
      compared(
        policyWith(0),
        5,
        evidenceOf(() => undefined),
      ),
    );
    expect(gate).toMatchObject({ status: "inconclusive", records_needed: null });
    expect(gate.because).toContain("does not say what it served for 5 of 5 outcomes");
  });

  test("has no data where the gateway answers nothing", () => {
    const failure = {
      kind: "invalid_request",
      detail: undefined,
      retryAfterMs: undefined,
    } as const;
    const refused: MakeOutcome = () => ({
      attempts: [anAttempt({ result: { kind: "failure", failure } })],
      ending: { kind: "failed", failure },
    });
    const gate = onlyGate(compared(policyWith(0), 5, refused));
    expect(gate.status).toBe("inconclusive");
    expect(gate.because).toContain("the gateway answered for none of 5 outcomes");
  });

  test("above 0 bears a hundredth of answers of which nobody knows what served", () => {
    const once = evidenceOf((ordinal) => (ordinal === 0 ? undefined : mapped));
    expect(onlyGate(compared(policyWith(0.1), 200, once)).status).toBe("pass");
    expect(onlyGate(compared(policyWith(0), 200, once)).status).toBe("inconclusive");
  });
});
