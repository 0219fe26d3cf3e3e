import { describe, expect, test } from "vitest";
import { compared, onlyGate, refusedFrom, type MakeOutcome } from "./a-gated-comparison.ts";
import { aGate, aPolicyWithGates } from "./a-policy.ts";
import { someRecords } from "./a-comparison.ts";

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

  test("a segment that is hardly covered never passes, whatever the run as a whole is", () => {
    const many = someRecords(2000, (ordinal) => ({
      tags: { risk: ordinal < 100 ? "high" : "low" },
    }));
    const segment = { tag: "risk", value: "high" };
    const policy = aPolicyWithGates(aGate("acceptance_rate", "min", 0.5, { segment }));
    const missing: MakeOutcome = (ordinal) =>
      ordinal < 2 ? { ending: { kind: "not_covered" } } : {};
    const within = { records: many, setup: { tagNames: ["risk"] } };
    for (const [candidate, baseline] of [
      [missing, undefined],
      [undefined, missing],
    ] as const) {
      const { gates, verdict } = compared(policy, 2000, candidate, baseline, within);
      expect(gates[0]).toMatchObject({ status: "inconclusive", records_needed: null });
      expect(gates[0]?.because).toContain("98 of 100");
      expect(gates[0]?.because).toContain("2 of 100 records have an outcome in one arm only");
      expect(verdict.decision).toBe("inconclusive");
    }
    const overall = aPolicyWithGates(aGate("acceptance_rate", "min", 0.5));
    expect(onlyGate(compared(overall, 2000, missing, undefined, within)).status).toBe("pass");
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
