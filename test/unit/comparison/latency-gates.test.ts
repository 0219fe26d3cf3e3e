import { describe, expect, test } from "vitest";
import { compared, onlyGate, taking, type MakeOutcome } from "./a-gated-comparison.ts";
import { aGate, aPolicy, aPolicyWithGates } from "./a-policy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

describe("latency", () => {
  const limit = aPolicy({
    latency: { ...restOfPolicy.latency, p95CompleteMs: 1000 },
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
