import { expect, test } from "vitest";
import { clopperPearsonInterval } from "../../../../src/stats/clopper-pearson.ts";
import { aGate } from "../a-policy.ts";
import { onlyGate } from "../a-gated-comparison.ts";
import { aReplayedLog, pairOf, type LoggedCase } from "./a-replayed-log.ts";

const names = ["a", "b", "c"] as const;

/** The reference case of ten records: what was logged, what the candidate does, what came of it. */
const ten: readonly LoggedCase[] = [
  [0, 0, 1],
  [1, 0, 0],
  [2, 2, 1],
  [0, 0, 0],
  [1, 1, 1],
  [2, 1, 1],
  [0, 0, 1],
  [1, 2, 0],
  [2, 2, 1],
  [0, 1, 1],
].map(([logged, candidate, reward]) => ({
  logged: names[logged!],
  baseline: names[logged!]!,
  candidate: names[candidate!]!,
  accepted: reward === 1,
}));

/** `same` records on which the candidate does as the log did, `accepted` of them accepted, and others. */
function aLog(same: number, accepted: number, others: number): readonly LoggedCase[] {
  return Array.from({ length: same + others }, (_, index) => ({
    logged: "a",
    baseline: "a",
    candidate: index < same ? "a" : "b",
    accepted: index < accepted,
  }));
}

test("six of ten records agree: the mean there, and the worst and the best case of all", () => {
  const pair = pairOf(aReplayedLog(ten));
  const { agreement, conditional_on_agreement: agreeing, worst_case: worst } = pair.off_policy!;
  expect(agreement).toMatchObject({ records: 10, same_route: 6, share: 0.6 });
  expect(agreeing.candidate.acceptance_rate.value).toBeCloseTo(5 / 6, 12);
  expect(worst.candidate_acceptance_rate).toMatchObject({ value: null, lower: 0.5, upper: 0.9 });
  // Of the baseline, the log's own policy, everything is known: 7 of 10.
  expect(worst.baseline_acceptance_rate.value).toBeCloseTo(0.7, 12);
  expect(worst.acceptance_rate_difference.lower).toBeCloseTo(-0.2, 12);
  expect(worst.acceptance_rate_difference.upper).toBeCloseTo(0.2, 12);
});

test("one match of four, and none of three: bounds stay, and nothing is called 0", () => {
  const one = pairOf(aReplayedLog(aLog(1, 1, 3)));
  expect(one.off_policy?.worst_case.candidate_acceptance_rate).toMatchObject({
    lower: 0.25,
    upper: 1,
  });
  const none = pairOf(
    aReplayedLog(aLog(0, 0, 3), { gates: [aGate("acceptance_rate", "min", 0.5)] }),
  );
  expect(none.off_policy?.worst_case.candidate_acceptance_rate).toMatchObject({
    lower: 0,
    upper: 1,
  });
  expect(none.off_policy?.conditional_on_agreement.candidate.acceptance_rate.value).toBeNull();
  const gate = onlyGate(none);
  expect(gate).toMatchObject({ status: "inconclusive", candidate: null });
  expect(gate.observed).toMatchObject({
    value: null,
    reason: "nothing_agrees",
    lower: 0,
    upper: 1,
  });
});

test("the gate's bounds are those of the sample filled with the worst, and with the best", () => {
  const gates = [aGate("acceptance_rate", "min", 0.5)];
  const gate = onlyGate(pairOf(aReplayedLog(aLog(80, 60, 20), { gates })));
  expect(gate.observed).toMatchObject({
    value: 0.75,
    n: 100,
    method: "clopper_pearson+worst_case",
  });
  expect(gate.observed.lower).toBeCloseTo(clopperPearsonInterval(60, 100, 0.05).lower!, 12);
  expect(gate.observed.upper).toBeCloseTo(clopperPearsonInterval(80, 100, 0.05).upper!, 12);
  expect(gate.because).toContain("the log holds no outcome of 20 of 100 records");
});

test("a gate whose worst case is good enough passes, and whose best case is not fails", () => {
  const floor = [aGate("acceptance_rate", "min", 0.5)];
  expect(onlyGate(pairOf(aReplayedLog(aLog(950, 900, 50), { gates: floor }))).status).toBe("pass");
  expect(onlyGate(pairOf(aReplayedLog(aLog(900, 100, 100), { gates: floor }))).status).toBe("fail");
  expect(onlyGate(pairOf(aReplayedLog(aLog(600, 400, 400), { gates: floor }))).status).toBe(
    "inconclusive",
  );
});

test("whatever the gates say, a hardly covered log decides nothing, and the first reason says why", () => {
  const gates = [aGate("acceptance_rate", "min", 0.5)];
  const { verdict } = pairOf(aReplayedLog(aLog(900, 100, 100), { gates }));
  expect(verdict.decision).toBe("inconclusive");
  expect(verdict.reasons[0]).toBe(
    "for after, the log served another route on 100 of 1,000 records, and one policy's log cannot score another there: run --provider live --only-uncovered replays them",
  );
});

test("a drop is bounded with each arm's unknown outcomes at the far end of the other's", () => {
  const gates = [aGate("acceptance_rate", "max_drop", 0.1)];
  const { observed } = onlyGate(pairOf(aReplayedLog(aLog(90, 90, 10), { gates })));
  expect(observed.value).toBe(0);
  // At best the candidate gets all ten that the baseline gets wrong, at worst none.
  expect(observed.upper).toBeLessThan(0.1);
  expect(observed.lower).toBeLessThan(-0.1);
  expect(observed.method).toBe("tango+worst_case");
});

test("what has no worst case is not identified, and its agreeing part stands beside it", () => {
  const gates = [aGate("cost_per_request_usd", "max", 1)];
  const gate = onlyGate(pairOf(aReplayedLog(aLog(80, 80, 20), { gates })));
  expect(gate).toMatchObject({ status: "inconclusive", candidate: 1e-6 });
  expect(gate.observed).toMatchObject({ value: null, reason: "not_identified" });
  expect(gate.because).toContain("the log covers 80 of 100 records");
});

test("a cost is read as ever where at most one record in a hundred is missing", () => {
  const gates = [aGate("cost_per_request_usd", "max", 1)];
  expect(onlyGate(pairOf(aReplayedLog(aLog(100, 100, 1), { gates }))).status).toBe("pass");
});

test("a count of exceptions is not passed on what was seen of it", () => {
  const gates = [aGate("unreviewed_fallback_rate", "max", 0)];
  const gate = onlyGate(pairOf(aReplayedLog(aLog(99, 99, 1), { gates })));
  expect(gate.status).toBe("inconclusive");
  expect(gate.because).toContain("the log does not say what became of 1 of 100 records");
});

test("a limit on latency allows for every missing outcome to be over it", () => {
  const base = aReplayedLog(aLog(90, 90, 10), {
    policy: {
      latency: {
        p95FirstTokenMs: undefined,
        p95CompleteMs: 200,
        timeoutMs: undefined,
        firstTokenTimeoutMs: undefined,
        deadlineMs: undefined,
        maxQueueMs: undefined,
        nonStreamingTimeoutMs: undefined,
      },
    },
  });
  const { observed, status } = onlyGate(pairOf(base));
  expect(observed.value).toBe(0);
  expect(observed.upper).toBeCloseTo(clopperPearsonInterval(10, 100, 0.05).upper!, 12);
  expect(status).toBe("inconclusive");
});

test("what a cache answered is no missing latency", () => {
  const cases = aLog(100, 100, 0).map((one, index) => ({ ...one, isCacheHit: index < 30 }));
  const gates = [aGate("p95_complete_ms", "max", 150)];
  const gate = onlyGate(pairOf(aReplayedLog(cases, { gates })));
  expect(gate).toMatchObject({ status: "pass" });
  expect(gate.observed.n).toBe(70);
});

test("coverage is counted by its reason, and by the routes decided and logged", () => {
  const { coverage } = aReplayedLog([
    ...aLog(3, 3, 2),
    { logged: "b", baseline: "b", candidate: "a", accepted: true, because: "attempt_not_logged" },
    { logged: undefined, baseline: "a", candidate: "a", accepted: true },
  ]);
  expect(coverage?.policies["after"]).toMatchObject({
    covered: 3,
    not_covered: { other_route: 2, attempt_not_logged: 1, redacted: 0, route_unknown: 1 },
    by_route: { a: { a: 3, b: 1 }, b: { a: 2 } },
  });
  expect(coverage?.policies["after"]?.fresh).toBeUndefined();
});
