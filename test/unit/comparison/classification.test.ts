import { expect, test } from "vitest";
import type { Classification } from "../../../src/core/advice.ts";
import type { PolicyMetrics } from "../../../src/core/metrics.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import { metricsBefore, someRecords } from "./a-comparison.ts";
import { anAttempt, anOutcome, aRefusedGrade } from "./an-outcome.ts";
import { aPolicy } from "./a-policy.ts";

const strategy: Strategy = {
  kind: "intent",
  classifier: {
    by: "model",
    route: "judge",
    labels: ["faq", "refund", "other"],
    timeoutMs: undefined,
  },
  routes: [
    { intent: "faq", route: "small" },
    { intent: "refund", route: "large" },
  ],
  minConfidence: 0.5,
  unsure: { kind: "queue" },
  goldenTag: "reviewed",
  overhead: undefined,
};

function said(label: string | undefined, over: Partial<Classification> = {}): Classification {
  return {
    label,
    confidence: 0.9,
    by: "model",
    because: "answered",
    latencyMs: 300,
    costNanoUsd: 10_000,
    usage: undefined,
    ...over,
  };
}

const golden = ["faq", "faq", "refund", "refund", undefined, "faq"];
const classified = [
  said("faq"),
  said("refund", { latencyMs: 500 }),
  said("refund"),
  said(undefined, { failure: "timeout", latencyMs: 1000, costNanoUsd: 0 }),
  said("other"),
  said("faq", { latencyMs: 100 }),
];

function metricsOf(
  classifications: readonly (Classification | undefined)[],
  over: (ordinal: number) => Partial<Outcome> = () => ({}),
  by: Strategy = strategy,
): PolicyMetrics {
  const policy = aPolicy({ name: "before", strategy: by });
  const records = someRecords(classifications.length, (ordinal) => {
    const reviewed = golden[ordinal];
    return reviewed === undefined ? {} : { tags: { reviewed } };
  });
  const outcomes = classifications.map((classification, ordinal) =>
    anOutcome({ ordinal, ...(classification && { trace: { classification } }), ...over(ordinal) }),
  );
  const arms = [
    { key: "before", policy },
    { key: "after", policy: aPolicy({ name: "after" }) },
  ];
  return metricsBefore({ records, outcomes, setup: { arms, tagNames: ["reviewed"] } });
}

test("R4: what a classifier said is held against the golden tag", () => {
  const { classification } = metricsOf(classified);
  expect(classification).toMatchObject({ by: "model", records: 6, without_route: 1 });
  // One of six said nothing; of the five records with a golden tag three are right.
  expect(classification?.unsure_rate).toMatchObject({ value: 1 / 6, n: 6, method: "wilson" });
  expect(classification?.accuracy).toMatchObject({ value: 3 / 5, n: 5 });
  expect(classification?.confusion).toEqual({
    faq: { faq: 2, refund: 1 },
    refund: { refund: 1 },
  });
  expect(classification?.unsure).toEqual({ refund: 1 });
  expect(classification?.failures).toEqual({ timeout: 1 });
});

test("its latency and cost stand on lines of their own, and in no total", () => {
  const { classification, overall, segments } = metricsOf(classified);
  // Sorted: 100, 300, 300, 300, 500, 1000; the third is the middle one by nearest rank.
  expect(classification?.latency.p50_ms.value).toBe(300);
  expect(classification?.latency.p95_ms.value).toBe(1000);
  expect(classification?.cost_usd).toBe(0.00005);
  expect(classification?.unknown_costs).toBe(0);
  // Six outcomes of 1,000 nano-dollars and 100 ms each, as if nobody had classified.
  expect(overall.cost.total_usd).toBe(0.000006);
  expect(overall.cost.per_accepted_usd.value).toBe(0.000001);
  expect(overall.latency.p95_ms.value).toBe(100);
  expect(overall.cost.classifier_usd).toBe(0.00005);
  // Of tagged faq: three answers and three classifications at 10,000.
  expect(segments["reviewed"]?.["faq"]?.cost.classifier_usd).toBe(0.00003);
});

test("the cost of an accepted outcome with classifying stands beside the one without", () => {
  const { overall } = metricsOf(classified, (ordinal) =>
    ordinal < 2 ? { grade: aRefusedGrade } : {},
  );
  // 6 × 1,000 and 5 × 10,000 nano-dollars over four accepted outcomes.
  expect(overall.cost.per_accepted_usd.value).toBe(0.0000015);
  expect(overall.cost.per_accepted_with_classifier_usd?.value).toBeCloseTo(0.000014, 12);
});

test("one unknown cost makes the figure unknown, and the sum a lower bound", () => {
  const { overall, classification } = metricsOf([
    said("faq"),
    said("faq", { costNanoUsd: undefined }),
  ]);
  expect(classification).toMatchObject({ cost_usd: 0.00001, unknown_costs: 1 });
  expect(overall.cost).toMatchObject({ classifier_usd: 0.00001, classifier_unknown: 1 });
  expect(overall.cost.per_accepted_usd.value).toBe(0.000001);
  expect(overall.cost.per_accepted_with_classifier_usd).toMatchObject({
    value: null,
    reason: "unknown_cost",
  });
});

test("a record that broke before it was classified costs its classifier nothing", () => {
  const { overall, classification } = metricsOf([said("faq"), undefined]);
  expect(classification?.records).toBe(1);
  expect(overall.cost).toMatchObject({ classifier_usd: 0.00001, classifier_unknown: 0 });
});

test("an outcome that is not covered was classified all the same", () => {
  const { overall, classification } = metricsOf([said("faq"), said("faq")], (ordinal) =>
    ordinal === 1 ? { ending: { kind: "not_covered" }, attempts: [] } : {},
  );
  expect(classification).toMatchObject({ records: 2, cost_usd: 0.00002 });
  expect(overall.cost.classifier_usd).toBe(0.00001);
});

test("without a golden tag nothing is said of right and wrong", () => {
  const { classification } = metricsOf(classified, undefined, {
    ...strategy,
    goldenTag: undefined,
  });
  expect(classification).not.toHaveProperty("accuracy");
  expect(classification).not.toHaveProperty("confusion");
});

test("a policy that does not classify has none of it", () => {
  const metrics = metricsBefore({ outcomes: [anOutcome({ attempts: [anAttempt()] })] });
  expect(metrics).not.toHaveProperty("classification");
  expect(Object.keys(metrics.overall.cost).filter((key) => key.includes("classifier"))).toEqual([]);
});
