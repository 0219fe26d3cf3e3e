import { expect, test } from "vitest";
import { aGate, aPolicyWithGates } from "../a-policy.ts";
import { onlyGate } from "../a-gated-comparison.ts";
import { aReplayedLog, pairOf, type LoggedCase } from "./a-replayed-log.ts";

/** A log that both policies would have served as it was, `ungraded` of its answers judged by nobody. */
function aLog(records: number, ungraded: number): readonly LoggedCase[] {
  return Array.from({ length: records }, (_, index) => ({
    logged: "a",
    baseline: "a",
    candidate: "a",
    accepted: index >= ungraded,
    isUngraded: index < ungraded,
  }));
}

const graded = [
  aGate("acceptance_rate", "max_drop", 0.05),
  aGate("acceptance_rate", "min", 0.5),
  aGate("cost_per_accepted_usd", "max_ratio", 1.1),
];

test.each(graded)("answers that nobody judged neither pass nor fail %j", (gate) => {
  for (const ungraded of [500, 6]) {
    const pair = pairOf(aReplayedLog(aLog(500, ungraded), { gates: [gate] }));
    expect(onlyGate(pair)).toMatchObject({
      status: "inconclusive",
      baseline: null,
      candidate: null,
      observed: { value: null, reason: "not_judged" },
      records_needed: null,
    });
    expect(onlyGate(pair).because).toContain("no grader could judge");
    expect(pair.verdict.decision).toBe("inconclusive");
  }
});

test("one answer in a hundred without a verdict counts as not accepted and decides as any other", () => {
  const pair = pairOf(aReplayedLog(aLog(500, 5), { gates: graded.slice(0, 2) }));
  expect(pair.verdict.decision).toBe("promote");
  expect(pair.gates[1]?.candidate).toBeCloseTo(495 / 500, 12);
});

test("the acceptance tests of a policy are not failed for want of a judge", () => {
  const acceptance = { ...aPolicyWithGates().acceptance, minEvalPassRate: 0.95 };
  const pair = pairOf(aReplayedLog(aLog(500, 500), { policy: { acceptance } }));
  expect(onlyGate(pair)).toMatchObject({ status: "inconclusive", p_violated: 1 });
  expect(pair.verdict.decision).toBe("inconclusive");
});
