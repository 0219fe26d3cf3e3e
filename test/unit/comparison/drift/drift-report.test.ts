import { expect, test } from "vitest";
import { createCollector } from "../../../../src/comparison/collector.ts";
import { compare } from "../../../../src/comparison/compare.ts";
import { driftReport } from "../../../../src/comparison/drift/drift-report.ts";
import { TwoMixes } from "../../../../src/comparison/drift/two-mixes.ts";
import type { DriftFeature, DriftReport } from "../../../../src/core/drift.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import type { ReplayRecord } from "../../../../src/core/replay-record.ts";
import { unitInterval } from "../../../../src/core/seed.ts";
import { stratifiedMean } from "../../../../src/stats/stratified-mean.ts";
import { aDataset, aRecord, someRecords } from "../a-comparison.ts";
import { anAcceptedGrade, anAttempt, anOutcome, aRefusedGrade } from "../an-outcome.ts";
import { aPolicy } from "../a-policy.ts";

type Changes = (ordinal: number) => Partial<ReplayRecord>;

interface Sets {
  readonly golden: readonly ReplayRecord[];
  readonly log: readonly ReplayRecord[];
  readonly tags?: readonly [readonly string[], readonly string[]];
  readonly route?: (ordinal: number) => string;
}

function mixesOf({ golden, log, tags = [["intent"], ["intent"]], route }: Sets): TwoMixes {
  const [ofGolden, ofLog] = tags;
  const mixes = new TwoMixes(
    { name: "tickets", sha256: "01", records: golden.length, rejected: 0, tagNames: ofGolden },
    { name: "prod", sha256: "02", records: log.length, rejected: 0, tagNames: ofLog },
  );
  for (const record of golden) mixes.observeGolden(record);
  for (const record of log) mixes.observeLogged(record, route?.(record.ordinal));
  return mixes;
}

/** The golden set under two policies; what each outcome is comes from its ordinal and arm. */
function outcomesOf(
  golden: readonly ReplayRecord[],
  outcome: (ordinal: number, arm: number) => Partial<Outcome>,
) {
  const collector = createCollector({
    records: golden.length,
    repeats: 1,
    arms: ["before", "after"].map((key) => ({ key, policy: aPolicy({ name: key }) })),
    graders: ["exact_match"],
    tagNames: ["intent"],
    routesKnown: [],
  });
  for (const record of golden) {
    collector.observe(record, undefined);
    for (const arm of [0, 1]) {
      const { ordinal } = record;
      collector.add(anOutcome({ ordinal, arm, ...outcome(ordinal, arm) }));
    }
  }
  const comparison = compare(collector, { dataset: aDataset, seed: 1, bootstrapReplicates: 50 });
  return { collected: collector.finish(), comparison };
}

function feature(report: DriftReport, name: string): DriftFeature {
  const found = report.features.find((one) => one.feature === name);
  if (found === undefined) throw new Error(`no feature ${name}`);
  return found;
}

const prompt = (text: string): Partial<ReplayRecord> => ({
  request: { ...aRecord(0).request, messages: [{ role: "user", content: text }] },
});

const production: Changes = (ordinal) => {
  const draw = (what: string) => unitInterval(`log/${ordinal}/${what}`);
  const intent = draw("intent") < 0.6 ? "faq" : draw("intent") < 0.9 ? "billing" : "refund";
  const text = draw("language") < 0.1 ? "где мой заказ" : "where is my order, please";
  return { tags: { intent }, ...prompt(text.repeat(1 + Math.floor(9 * draw("length")))) };
};

test("a sample of the log itself is like the log", () => {
  const log = someRecords(5_000, production);
  const golden = log
    .filter(({ ordinal }) => unitInterval(`sample/${ordinal}`) < 0.06)
    .map((record, ordinal) => ({ ...record, ordinal }));
  const report = driftReport(mixesOf({ golden, log }), undefined);
  expect(golden.length).toBeGreaterThan(250);
  expect(report.features.map((one) => one.feature)).toEqual(["intent", "language", "length"]);
  expect(report.features.filter(({ shifted }) => shifted)).toEqual([]);
  expect(report.warnings).toEqual([]);
});

test("a golden set that was picked by hand is told where it is not like the log", () => {
  const log = someRecords(5_000, production);
  const golden = someRecords(200, (ordinal) => ({
    tags: { intent: ordinal % 2 === 0 ? "faq" : "billing" },
    ...prompt("where is my order, please"),
  }));
  const report = driftReport(mixesOf({ golden, log }), undefined);
  const intent = feature(report, "intent");
  expect(intent.shifted).toBe(true);
  expect(intent.values["faq"]?.[0]).toBe(0.5);
  expect(intent.values["faq"]?.[1]).toBeCloseTo(0.6, 1);
  expect(intent.missing_in_golden).toEqual(["refund"]);
  expect(intent.log_share_missing).toBeCloseTo(0.1, 1);
  const language = feature(report, "language");
  expect(language).toMatchObject({ from: "script of the prompt", shifted: true });
  expect(language.missing_in_golden).toEqual(["Cyrillic"]);
  expect(feature(report, "length").shifted).toBe(true);
  expect(report.warnings).toHaveLength(3);
  expect(report.warnings[0]).toMatch(
    /^intent: the golden set is not like prod: .* % of its records would have to be others \(p below 0\.0001\); the golden set has no "refund", .* % of the log$/,
  );
});

test("lengths are cut where the log's fifths are", () => {
  const log = someRecords(1_000, (ordinal) => prompt("abcd".repeat(1 + (ordinal % 100))));
  const golden = someRecords(100, () => prompt("abcd".repeat(10)));
  const { values } = feature(driftReport(mixesOf({ golden, log }), undefined), "length");
  expect(values).toEqual({
    "to 20 tokens": [1, 0.2],
    "21 to 40 tokens": [0, 0.2],
    "41 to 60 tokens": [0, 0.2],
    "61 to 80 tokens": [0, 0.2],
    "over 80 tokens": [0, 0.2],
  });
});

test("what a provider counted is no measure of what is estimated, and that is said", () => {
  const counted = (ordinal: number): Partial<ReplayRecord> => ({
    request: { ...aRecord(0).request, promptTokens: 30 + (ordinal % 10) },
  });
  const golden = someRecords(50, () => prompt("abcd".repeat(33)));
  const log = someRecords(200, (ordinal) =>
    ordinal % 2 === 0 ? counted(ordinal) : prompt("abcd".repeat(33)),
  );
  const length = feature(driftReport(mixesOf({ golden, log }), undefined), "length");
  expect(length.note).toMatch(/counted by their provider \(0 of 50 against 100 of 200 records\)/);
});

test("tags that one set alone has are named as not compared, and so are tags that name things", () => {
  const golden = someRecords(20, () => ({ tags: { team: "a", customer: "x" } }));
  const log = someRecords(2_000, (ordinal) => ({
    tags: { intent: "faq", customer: `c${ordinal}` },
  }));
  const tags = [
    ["team", "customer"],
    ["intent", "customer"],
  ] as const;
  const report = driftReport(mixesOf({ golden, log, tags }), undefined);
  expect(report.features).toEqual([]);
  expect(report.not_compared).toEqual([
    { feature: "team", because: "prod has no such tag" },
    { feature: "intent", because: "tickets has no such tag" },
    { feature: "customer", because: "the tag has more than 1000 values" },
    { feature: "language", because: "no record holds a text" },
    { feature: "length", because: "no length of a prompt is known" },
    { feature: "route", because: "which routes a policy decides on is known of a run alone" },
  ]);
});

test("a tag that says the language stands for the script", () => {
  const golden = someRecords(40, () => ({ tags: { locale: "en" }, ...prompt("hello") }));
  const log = someRecords(40, () => ({ tags: { locale: "de" }, ...prompt("hallo") }));
  const report = driftReport(mixesOf({ golden, log, tags: [["locale"], ["locale"]] }), undefined);
  expect(feature(report, "language")).toMatchObject({
    from: "tag locale",
    total_variation: 1,
    missing_in_golden: ["de"],
  });
});

test("a hundred requests of one conversation are no hundred witnesses of a shift", () => {
  // Twenty conversations; of each all requests are of one intent.
  const talk = (ordinal: number) => Math.floor(ordinal / 50);
  const grouped =
    (salt: string): Changes =>
    (ordinal) => ({
      group: `${salt}-${talk(ordinal)}`,
      tags: { intent: talk(ordinal) < (salt === "a" ? 9 : 12) ? "faq" : "billing" },
    });
  const alone =
    (salt: string): Changes =>
    (ordinal) => ({ ...grouped(salt)(ordinal), group: undefined });
  const sets = (changes: (salt: string) => Changes) =>
    feature(
      driftReport(
        mixesOf({
          golden: someRecords(1_000, changes("a")),
          log: someRecords(1_000, changes("b")),
        }),
        undefined,
      ),
      "intent",
    );
  const [clustered, naive] = [sets(grouped), sets(alone)];
  expect(clustered.total_variation).toBe(naive.total_variation);
  expect(naive.p).toBeLessThan(0.001);
  expect(clustered.p).toBeGreaterThan(0.05);
});

test("figures of the golden set stand in the log's mix beside the plain ones", () => {
  // The published example: 0.9 accepted of the easy, 0.5 of the hard; production is 70 to 30.
  const easy = [1, 1, 1, 0, 1, 1, 1, 1, 1, 1];
  const hard = [0, 1, 0, 1, 1, 0, 0, 1];
  const accepted = [...easy, ...hard];
  const golden = someRecords(18, (ordinal) => ({
    tags: { intent: ordinal < 10 ? "easy" : "hard" },
  }));
  const log = someRecords(1_000, (ordinal) => ({
    tags: { intent: ordinal % 10 < 7 ? "easy" : "hard" },
  }));
  const outcomes = outcomesOf(golden, (ordinal, arm) => ({
    attempts: [anAttempt({ costNanoUsd: ordinal < 10 ? 1_000 : 4_000 * (arm + 1) })],
    grade: arm === 0 && accepted[ordinal] === 0 ? aRefusedGrade : anAcceptedGrade,
  }));
  const report = driftReport(mixesOf({ golden, log }), outcomes);
  const [weighted] = report.post_stratified ?? [];
  expect(weighted).toMatchObject({ by: "intent", log_share_covered: 1 });
  const { acceptance_rate: rate, ...costs } = weighted!.policies["before"]!;
  expect(rate.plain.value).toBeCloseTo(13 / 18, 12);
  expect(rate.weighted.value).toBeCloseTo(0.78, 12);
  const expected = stratifiedMean(
    [
      { weight: 0.7, values: Float64Array.from(easy) },
      { weight: 0.3, values: Float64Array.from(hard) },
    ],
    0.025,
  );
  expect(rate.weighted.lower).toBeCloseTo(expected.lower!, 12);
  expect(rate.weighted.upper).toBeCloseTo(expected.upper!, 12);
  // 0.7 * 1,000 + 0.3 * 4,000 nano-dollars, over 0.78 accepted.
  expect(costs.cost_per_request_usd.weighted.value).toBeCloseTo(1.9e-6, 15);
  expect(costs.cost_per_accepted_usd.weighted.value).toBeCloseTo(1.9e-6 / 0.78, 15);
  const [pair] = weighted!.comparisons;
  expect(pair?.acceptance_rate_difference.plain.value).toBeCloseTo(5 / 18, 12);
  expect(pair?.acceptance_rate_difference.weighted.value).toBeCloseTo(0.22, 12);
  // (0.7 * 1,000 + 0.3 * 8,000) / 1 over 1,900 / 0.78.
  expect(pair?.cost_per_accepted_ratio.weighted.value).toBeCloseTo((3_100 * 0.78) / 1_900, 12);
  expect(pair?.cost_per_accepted_ratio.weighted.lower).toBeLessThan((3_100 * 0.78) / 1_900);
});

test("the share of the log that the golden set says nothing of is told, not filled in", () => {
  const golden = someRecords(20, (ordinal) => ({ tags: { intent: ordinal < 19 ? "faq" : "odd" } }));
  const log = someRecords(100, (ordinal) => ({
    tags: { intent: ordinal < 60 ? "faq" : ordinal < 70 ? "odd" : "refund" },
  }));
  const outcomes = outcomesOf(golden, () => ({}));
  const [weighted] = driftReport(mixesOf({ golden, log }), outcomes).post_stratified ?? [];
  // One golden record of "odd" says nothing of how they vary, and there is none of "refund".
  expect(weighted?.log_share_covered).toBeCloseTo(0.6, 12);
  expect(weighted?.policies["before"]?.acceptance_rate.weighted).toMatchObject({ value: 1 });
});

test("where a policy sends the golden records is held against where the log sent its own", () => {
  const golden = someRecords(100);
  const log = someRecords(1_000);
  const outcomes = outcomesOf(golden, (ordinal, arm) => ({
    route: arm === 0 || ordinal % 2 === 0 ? "small" : "large",
  }));
  const route = (ordinal: number) => (ordinal % 10 < 5 ? "small" : "large");
  const report = driftReport(mixesOf({ golden, log, tags: [[], []], route }), outcomes);
  expect(feature(report, "route of before")).toMatchObject({
    total_variation: 0.5,
    shifted: true,
    missing_in_golden: ["large"],
  });
  expect(feature(report, "route of after")).toMatchObject({ total_variation: 0, shifted: false });
});
