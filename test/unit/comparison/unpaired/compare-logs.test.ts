import { expect, test } from "vitest";
import type { Gate } from "../../../../src/core/gate.ts";
import { unitInterval } from "../../../../src/core/seed.ts";
import { moverDifference } from "../../../../src/stats/mover.ts";
import { stratifiedMean } from "../../../../src/stats/stratified-mean.ts";
import { aFailedOutcome, anAcceptedGrade, anAttempt, aRefusedGrade } from "../an-outcome.ts";
import { aGate, aPolicyWithGates } from "../a-policy.ts";
import { comparedLogs, type Side } from "./two-sides.ts";

/** A log whose first requests of each ten are accepted. */
function aLog(requests: number, ofTen: number, more: Partial<Side> = {}): Side {
  return {
    requests,
    outcome: (index) => ({ grade: index % 10 < ofTen ? anAcceptedGrade : aRefusedGrade }),
    ...more,
  };
}

const gatesOf = (...gates: readonly Gate[]) => aPolicyWithGates(...gates);

test("logs of different sizes are held against each other, each with its own figures", () => {
  const found = comparedLogs({ control: aLog(1_000, 9), canary: aLog(200, 8) });
  expect(found.control.overall.acceptance_rate).toMatchObject({ value: 0.9, n: 1_000 });
  expect(found.canary.overall.acceptance_rate).toMatchObject({ value: 0.8, n: 200 });
  const { acceptance_rate_difference: difference } = found.differences;
  expect(difference.value).toBeCloseTo(-0.1, 12);
  expect(difference).toMatchObject({ n: 1_200, method: "unpaired_clopper_pearson" });
});

test("swapping the logs negates every difference and inverts every ratio", () => {
  const priced = (nanoUsd: number, ofTen: number, n: number): Side => ({
    requests: n,
    outcome: (index) => ({
      attempts: [anAttempt({ costNanoUsd: nanoUsd + index, latencyMs: 100 + ((index * 7) % 90) })],
      grade: index % 10 < ofTen ? anAcceptedGrade : aRefusedGrade,
    }),
  });
  const [one, other] = [priced(1_000, 9, 300), priced(1_500, 7, 500)];
  const there = comparedLogs({ control: one, canary: other }).differences;
  const back = comparedLogs({ control: other, canary: one }).differences;
  for (const name of [
    "acceptance_rate_difference",
    "accuracy_difference",
    "error_rate_difference",
    "cost_per_accepted_difference_usd",
  ] as const) {
    expect(back[name].value).toBeCloseTo(-there[name].value!, 12);
    expect(back[name].lower).toBeCloseTo(-there[name].upper!, 12);
  }
  for (const name of [
    "cost_per_accepted_ratio",
    "cost_per_request_ratio",
    "p95_complete_ratio",
  ] as const) {
    expect(back[name].value! * there[name].value!).toBeCloseTo(1, 9);
    expect(back[name].lower! * there[name].upper!).toBeCloseTo(1, 9);
  }
});

test("a canary that is worse than its gate allows is rejected, and one that is not is promoted", () => {
  const policy = gatesOf(
    aGate("acceptance_rate", "max_drop", 0.05),
    aGate("p95_complete_ms", "max_ratio", 1.2),
  );
  const rejected = comparedLogs({ control: aLog(2_000, 9), canary: aLog(500, 7), policy });
  expect(rejected.verdict.decision).toBe("reject");
  expect(rejected.verdict.reasons[0]).toMatch(/^acceptance_rate fell by 0\.2 \(at least 0\.1/);
  const promoted = comparedLogs({ control: aLog(2_000, 9), canary: aLog(500, 9), policy });
  expect(promoted.verdict.decision).toBe("promote");
  expect(promoted.gates.map(({ status }) => status)).toEqual(["pass", "pass"]);
});

test("a ratio gate speaks of the control", () => {
  const policy = gatesOf(aGate("p95_complete_ms", "max_ratio", 1.2));
  const slow = (latencyMs: number): Side => ({
    requests: 300,
    outcome: () => ({ attempts: [anAttempt({ latencyMs })] }),
  });
  const found = comparedLogs({ control: slow(100), canary: slow(200), policy });
  expect(found.gates[0]?.because).toMatch(/rose to 2 times the control's/);
  expect(found.gates[0]).toMatchObject({ baseline: 100, candidate: 200, status: "fail" });
});

test("a split that is not the one that was meant comes before every gate", () => {
  const policy = gatesOf(aGate("acceptance_rate", "max_drop", 0.05));
  const logs = { control: aLog(2_000, 9), canary: aLog(500, 7), policy };
  const found = comparedLogs({ ...logs, expectedShare: 0.1 });
  expect(found.share).toMatchObject({ unit: "records", observed: 0.2, mismatch: true });
  expect(found.verdict.decision).toBe("inconclusive");
  expect(found.verdict.reasons[0]).toMatch(
    /^sample-ratio mismatch: the canary holds 500 of 2500 records, 20 % where 10 % was meant/,
  );
  const meant = comparedLogs({ ...logs, expectedShare: 0.2 });
  expect(meant.share).toMatchObject({ p: 1, mismatch: false });
  expect(meant.verdict.decision).toBe("reject");
});

test("where requests belong to conversations, those were assigned, and those are counted", () => {
  // Ten conversations of 100 requests against twelve of 50: 600 of 1,600 requests are no mismatch.
  const talks = (requests: number, size: number, name: string): Side =>
    aLog(requests, 9, { record: (index) => ({ group: `${name}-${Math.floor(index / size)}` }) });
  const found = comparedLogs({
    control: talks(1_000, 100, "a"),
    canary: talks(600, 50, "b"),
    expectedShare: 0.5,
  });
  expect(found.share).toMatchObject({ unit: "groups", control: 10, canary: 12, mismatch: false });
  expect(found.differences.acceptance_rate_difference.clusters).toBe(22);
});

test("groups of one request each are no clusters", () => {
  const own = (name: string) => ({ record: (index: number) => ({ group: `${name}-${index}` }) });
  const found = comparedLogs({ control: aLog(100, 9, own("a")), canary: aLog(100, 9, own("b")) });
  expect(found.share.unit).toBe("records");
  expect(found.differences.acceptance_rate_difference.clusters).toBeUndefined();
});

test("a mix that a split by chance does not make is told, and only that", () => {
  const intents = (share: number, name: string): Side =>
    aLog(3_000, 9, {
      record: (index) => ({
        tags: {
          intent: unitInterval(`${name}/${index}`) < share ? "billing" : "faq",
          team: unitInterval(`${name}/team/${index}`) < 0.5 ? "one" : "two",
        },
      }),
    });
  const found = comparedLogs({
    control: intents(0.3, "a"),
    canary: intents(0.4, "b"),
    tagNames: ["intent", "team"],
  });
  const [intent, team] = found.mix;
  expect(intent).toMatchObject({ feature: "intent" });
  expect(intent?.p_holm).toBeLessThan(1e-6);
  expect(intent?.total_variation).toBeCloseTo(0.1, 1);
  expect(team?.p_holm).toBeGreaterThan(0.05);
  expect(found.warnings.filter((text) => text.startsWith("the logs differ"))).toEqual([
    expect.stringMatching(/differ in intent by more than chance \(p below 0\.0001 after Holm\)/),
  ]);
});

test("in the control's mix a canary is not better for having had the easier requests", () => {
  // Of billing half are accepted, of faq nine in ten, in both logs: only the mix differs.
  const served = (requests: number, billingOfTen: number): Side => ({
    requests,
    record: (index) => ({ tags: { intent: index % 10 < billingOfTen ? "billing" : "faq" } }),
    outcome: (index) => {
      const [isBilling, turn] = [index % 10 < billingOfTen, Math.floor(index / 10) % 10];
      return { grade: turn < (isBilling ? 5 : 9) ? anAcceptedGrade : aRefusedGrade };
    },
  });
  const found = comparedLogs({
    control: served(1_000, 5),
    canary: served(1_000, 1),
    tagNames: ["intent"],
  });
  const weighted = found.post_stratified.find(({ by }) => by === "intent");
  // 0.5 * 0.5 + 0.5 * 0.9 = 0.70 against 0.1 * 0.5 + 0.9 * 0.9 = 0.86.
  expect(found.differences.acceptance_rate_difference.value).toBeCloseTo(0.16, 12);
  expect(weighted?.control_share_covered).toBe(1);
  const { weighted: adjusted } = weighted!.acceptance_rate_difference;
  expect(adjusted.value).toBeCloseTo(0, 12);
  const strata = (sizes: readonly [number, number]) =>
    [0.5, 0.9].map((rate, index) => ({
      weight: 0.5,
      values: Float64Array.from({ length: sizes[index]! }, (_, at) =>
        at < Math.round(rate * sizes[index]!) ? 1 : 0,
      ),
    }));
  const expected = moverDifference(
    stratifiedMean(strata([500, 500]), 0.025),
    stratifiedMean(strata([100, 900]), 0.025),
  );
  expect(adjusted.lower).toBeCloseTo(expected.lower!, 9);
  expect(adjusted.upper).toBeCloseTo(expected.upper!, 9);
});

test("what a log says nothing of is not 0, and no gate on it passes", () => {
  const policy = gatesOf(
    aGate("unreviewed_fallback_rate", "max", 0),
    aGate("error_rate", "max", 0.2),
  );
  const found = comparedLogs({ control: aLog(500, 9), canary: aLog(500, 9), policy });
  expect(found.canary.overall.unreviewed_fallback_rate).toMatchObject({
    value: null,
    reason: "not_in_a_log",
  });
  expect(found.gates.map(({ status }) => status)).toEqual(["inconclusive", "pass"]);
  expect(found.gates[0]?.because).toMatch(/a log tells what was served/);
  expect(found.verdict.decision).toBe("inconclusive");
});

test("where too many answers are judged by nobody acceptance neither passes nor fails", () => {
  const policy = gatesOf(
    aGate("acceptance_rate", "max_drop", 0.05),
    aGate("acceptance_rate", "min", 0.5),
    aGate("error_rate", "max", 0.2),
  );
  const unjudged: Side = {
    requests: 500,
    outcome: () => ({
      grade: { accepted: false, score: undefined, schemaValid: undefined, scores: [] },
    }),
  };
  const found = comparedLogs({ control: unjudged, canary: unjudged, policy });
  expect(found.gates.map(({ status }) => status)).toEqual(["inconclusive", "inconclusive", "pass"]);
  expect(found.gates[0]?.because).toMatch(/answers that no grader could judge/);
  expect(found.warnings.join("\n")).toContain("no grader could judge 100 % of the control log's");
  // Where one of them alone keeps no texts the difference would be the keeping's.
  const half = comparedLogs({ control: aLog(500, 9), canary: unjudged, policy });
  expect(half.verdict.decision).toBe("inconclusive");
});

test("ids that stand in both logs are told", () => {
  const logs = { control: aLog(100, 9), canary: aLog(100, 9) };
  expect(comparedLogs({ ...logs, sharedIds: 7 }).warnings.join("\n")).toContain(
    "ids of the canary that the control has as well: 7;",
  );
  expect(comparedLogs(logs).warnings.join("\n")).not.toContain("ids of the canary");
});

test("a log that holds how too few of its requests ended is compared with nothing", () => {
  const half: Side = {
    requests: 200,
    outcome: (index) =>
      index % 2 === 0 ? {} : { ending: { kind: "not_covered", because: "attempt_not_logged" } },
  };
  const policy = gatesOf(aGate("acceptance_rate", "max_drop", 0.05));
  const found = comparedLogs({ control: aLog(200, 9), canary: half, policy });
  expect(found.verdict).toMatchObject({
    decision: "inconclusive",
    reasons: ["the canary log holds how only 100 of 200 requests ended, less than 0.99"],
  });
});

test("logs that are graded otherwise are not compared, whatever the gates say", () => {
  const policy = gatesOf(aGate("acceptance_rate", "max_drop", 0.05));
  const incomparable = ["the logs are graded by other graders"];
  const logs = { control: aLog(2_000, 9), canary: aLog(500, 7), policy, incomparable };
  expect(comparedLogs(logs).verdict).toEqual({ decision: "inconclusive", reasons: incomparable });
});

test("logs of different days say so", () => {
  const day = 86_400_000;
  const at = (from: number) => ({ facts: { firstArrivalMs: from, lastArrivalMs: from + day } });
  const found = comparedLogs({
    control: aLog(100, 9, at(0)),
    canary: aLog(100, 9, at(day / 2)),
  });
  expect(found.warnings.join("\n")).toMatch(/of different times: the canary's from 1970-01-01T12/);
  const same = comparedLogs({ control: aLog(100, 9, at(0)), canary: aLog(100, 9, at(0)) });
  expect(same.warnings.join("\n")).not.toMatch(/different times/);
});

test("failed requests stay in every denominator", () => {
  const failing: Side = {
    requests: 100,
    outcome: (index) => (index < 10 ? aFailedOutcome("timeout") : {}),
  };
  const found = comparedLogs({ control: aLog(100, 10), canary: failing });
  expect(found.differences.error_rate_difference.value).toBeCloseTo(0.1, 12);
  expect(found.canary.overall.acceptance_rate).toMatchObject({ value: 0.9, n: 100 });
});

test(
  "of two logs of one thing no more are rejected than chance allows",
  { timeout: 120_000 },
  () => {
    // Gates at their very boundary: no change is allowed, and there is none.
    const policy = gatesOf(
      aGate("acceptance_rate", "max_drop", 0),
      aGate("cost_per_request_usd", "max_ratio", 1),
    );
    const drawn = (name: string, requests: number): Side => ({
      requests,
      outcome: (index) => ({
        attempts: [
          anAttempt({ costNanoUsd: Math.round(1_000 + 800 * unitInterval(`${name}/c/${index}`)) }),
        ],
        grade: unitInterval(`${name}/${index}`) < 0.8 ? anAcceptedGrade : aRefusedGrade,
      }),
    });
    const rounds = 500;
    let [rejects, promotes] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const { verdict } = comparedLogs({
        control: drawn(`a${round}`, 120),
        canary: drawn(`b${round}`, 60),
        policy,
      });
      if (verdict.decision === "reject") rejects += 1;
      if (verdict.decision === "promote") promotes += 1;
    }
    // Five in a hundred, and three standard errors of 500 rounds on top.
    const most = rounds * 0.05 + 3 * Math.sqrt(rounds * 0.05 * 0.95);
    expect(rejects).toBeLessThanOrEqual(most);
    expect(promotes).toBeLessThanOrEqual(most);
    expect(rejects).toBeGreaterThan(0);
  },
);
