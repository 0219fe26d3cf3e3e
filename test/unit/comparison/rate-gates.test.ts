import { describe, expect, test } from "vitest";
import { compared, onlyGate, refusedFrom, type MakeOutcome } from "./a-gated-comparison.ts";
import { aFailedOutcome } from "./an-outcome.ts";
import { aGate, aPolicy, aPolicyWithGates } from "./a-policy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

describe("a rate by itself", () => {
  const passRate = aPolicy({
    acceptance: { ...restOfPolicy.acceptance, minEvalPassRate: 0.95 },
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

  test("a ratio of what was never asked is not known", () => {
    const policy = aPolicyWithGates(aGate("schema_error_rate", "max_ratio", 0));
    const gate = onlyGate(compared(policy, 20));
    expect(gate.observed).toMatchObject({ value: null, n: 0, reason: "no_data" });
    expect(gate).toMatchObject({ status: "inconclusive", p_violated: 1 });
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
