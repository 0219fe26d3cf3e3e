import { describe, expect, test } from "vitest";
import type { Outcome } from "../../../src/core/outcome.ts";
import { metricsBefore } from "./a-comparison.ts";
import { compared, onlyGate, type MakeOutcome } from "./a-gated-comparison.ts";
import { aFailedAttempt, aFailedOutcome, anAttempt, anOutcome } from "./an-outcome.ts";
import { aGate, aPolicy, aPolicyWithGates } from "./a-policy.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

const streamed: Partial<Outcome> = { attempts: [anAttempt({ firstTokenMs: 50, latencyMs: 300 })] };

/** Hung up after 2 s, before or after the first token. */
function cutOff(ordinal: number, arm: number, firstTokenMs?: number): Partial<Outcome> {
  const attempts = [aFailedAttempt("timeout", { latencyMs: 2000, firstTokenMs })];
  return { ...aFailedOutcome("timeout", { attempts }), ordinal, arm };
}

/** So many in ten of the candidate's outcomes were cut off. */
const cutOffInTen =
  (count: number): MakeOutcome =>
  (ordinal) =>
    ordinal % 10 < count ? cutOff(ordinal, 1) : streamed;

const limits = (p95FirstTokenMs: number | undefined, p95CompleteMs: number | undefined) =>
  aPolicy({
    latency: { ...restOfPolicy.latency, p95FirstTokenMs, p95CompleteMs, timeoutMs: 2000 },
  });

describe("the first token of a call that was cut off", () => {
  test("is over any limit of a share", () => {
    const gate = onlyGate(compared(limits(1200, undefined), 400, cutOffInTen(3), () => streamed));
    expect(gate).toMatchObject({ status: "fail", observed: { value: 0.3, n: 400 } });
    // Over a limit that is longer than the timeout as well: it never came.
    const long = onlyGate(compared(limits(5000, undefined), 400, cutOffInTen(3), () => streamed));
    expect(long).toMatchObject({ status: "fail", observed: { value: 0.3 } });
  });

  test("stands in a quantile at the time of the cut, which may fail but never passes", () => {
    const gate = (limit: number, bound: "max" | "max_ratio" = "max") =>
      onlyGate(
        compared(
          aPolicyWithGates(aGate("p95_first_token_ms", bound, limit)),
          400,
          cutOffInTen(3),
          () => streamed,
        ),
      );
    expect(gate(1200)).toMatchObject({ status: "fail", candidate: 2000, observed: { n: 400 } });
    const open = gate(2500);
    expect(open).toMatchObject({ status: "inconclusive", records_needed: null });
    expect(open.observed).toMatchObject({ value: 2000, lower: 2000, upper: null });
    expect(open.because).toContain("p95 lies among timeouts: at least 2000 ms");
    expect(gate(1.1, "max_ratio")).toMatchObject({ status: "fail", observed: { value: 40 } });
    expect(gate(50, "max_ratio").status).toBe("inconclusive");
  });

  test("never passes by its point estimate either", () => {
    const gates = [aGate("p95_first_token_ms", "max", 2500)];
    const policy = aPolicy({ promotion: { confidence: 0.95, decideOn: "point", gates } });
    const gate = onlyGate(compared(policy, 400, cutOffInTen(3), () => streamed));
    expect(gate.status).toBe("inconclusive");
  });

  test("is known where it came before the cut", () => {
    const late: MakeOutcome = (ordinal) => (ordinal % 10 < 3 ? cutOff(ordinal, 1, 80) : streamed);
    const gate = onlyGate(compared(limits(1200, undefined), 400, late, () => streamed));
    expect(gate).toMatchObject({ status: "pass", candidate: 80, observed: { value: 0, n: 400 } });
  });

  test("counts where a person was asked instead, and not after another failure", () => {
    const mixed: MakeOutcome = (ordinal) => {
      if (ordinal < 20) {
        const queued = { kind: "queued", because: "slow" } as const;
        return { ...cutOff(ordinal, 1), ending: queued };
      }
      return ordinal < 40 ? { ...aFailedOutcome("transient_5xx"), ordinal, arm: 1 } : streamed;
    };
    const gate = onlyGate(compared(limits(1200, undefined), 400, mixed, () => streamed));
    expect(gate.observed.n).toBe(380);
    expect(gate.observed.value).toBeCloseTo(20 / 380, 12);
  });

  test("is no first token at all where answers are not streamed", () => {
    const plain: MakeOutcome = (ordinal) => (ordinal < 40 ? cutOff(ordinal, 1) : {});
    const gate = onlyGate(compared(limits(1200, undefined), 400, plain));
    expect(gate).toMatchObject({ status: "inconclusive", p_violated: 1, observed: { n: 0 } });
  });

  test("is shown in the metrics at the time of the cut", () => {
    const outcomes = Array.from({ length: 10 }, (_, ordinal) =>
      anOutcome({ ordinal, ...(ordinal < 3 ? cutOff(ordinal, 0) : streamed) }),
    );
    const { first_token: firstToken } = metricsBefore({ outcomes }).overall;
    expect(firstToken).toMatchObject({ unknown: 0, p50_ms: { value: 50, n: 10 } });
    expect(firstToken.p95_ms.value).toBe(2000);
  });
});

describe("an answer that was cut off", () => {
  test("is over any limit of a share, as it never completed", () => {
    const gate = onlyGate(compared(limits(undefined, 2500), 400, cutOffInTen(3), () => streamed));
    expect(gate).toMatchObject({ status: "fail", candidate: 2000, observed: { value: 0.3 } });
  });

  test("keeps a quantile among timeouts from passing, but not one below them", () => {
    const gate = (metric: string, limit: number) =>
      onlyGate(
        compared(
          aPolicyWithGates(aGate(metric, "max", limit)),
          400,
          cutOffInTen(3),
          () => streamed,
        ),
      );
    expect(gate("p95_complete_ms", 2500).status).toBe("inconclusive");
    expect(gate("p95_complete_ms", 1500).status).toBe("fail");
    expect(gate("p50_complete_ms", 400).status).toBe("pass");
  });

  test("early on does not hide a quantile that most others reach later", () => {
    // Four in a hundred hung up after 2 s; the other 96 answered, the slowest ten after 3 s.
    const policy = aPolicyWithGates(
      aGate("p95_complete_ms", "max", 3500),
      aGate("p99_complete_ms", "max", 3500),
    );
    const outcome: MakeOutcome = (ordinal) => {
      if (ordinal % 100 < 4) return cutOff(ordinal, 1);
      return { attempts: [anAttempt({ latencyMs: ordinal % 100 < 14 ? 3000 : 300 })] };
    };
    const [p95, p99] = compared(policy, 2000, outcome).gates;
    expect(p95).toMatchObject({ status: "pass", observed: { value: 3000, upper: 3000 } });
    expect(p99?.status).toBe("inconclusive");
    expect(p99?.because).toContain("p99 lies among timeouts: at least 3000 ms");
  });

  test("of the baseline violates nothing and does not stand in the way of a quick candidate", () => {
    const ratio = aPolicyWithGates(aGate("p95_complete_ms", "max_ratio", 1.1));
    const before: MakeOutcome = (ordinal) => (ordinal % 10 < 3 ? cutOff(ordinal, 0) : streamed);
    expect(onlyGate(compared(ratio, 400, () => streamed, before)).status).toBe("pass");
    const slow = () => ({ attempts: [anAttempt({ latencyMs: 9000 })] });
    const gate = onlyGate(compared(ratio, 400, slow, before));
    expect(gate).toMatchObject({ status: "inconclusive", p_violated: 1 });
  });
});
