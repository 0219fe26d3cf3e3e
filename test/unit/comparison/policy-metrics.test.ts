import { describe, expect, test } from "vitest";
import { metricsBefore, someRecords } from "./a-comparison.ts";
import { aFailedAttempt, aFailedOutcome, anAttempt, anOutcome } from "./an-outcome.ts";

describe("groups of outcomes", () => {
  test("decided and served routes tell the choice from what answered", () => {
    const fellBack = [
      aFailedAttempt("overloaded", { latencyMs: 5 }),
      anAttempt({ index: 1, kind: "fallback", route: "large", latencyMs: 300 }),
    ];
    const metrics = metricsBefore({
      outcomes: [anOutcome({ attempts: fellBack }), anOutcome({ ordinal: 1 })],
    });
    expect(Object.keys(metrics.routes)).toEqual(["large", "small"]);
    expect(metrics.routes["small"]?.records).toBe(2);
    expect(metrics.routes["small"]?.attempt_errors).toEqual({ overloaded: 1 });
    expect(metrics.routes["small"]?.attempt_latency.p99_ms).toMatchObject({ value: 100, n: 2 });
    expect(metrics.routes["large"]?.records).toBe(0);
    expect(metrics.routes["large"]?.attempt_latency.p50_ms).toMatchObject({ value: 300, n: 1 });
    expect(metrics.served_routes["large"]?.records).toBe(1);
    expect(metrics.served_routes["small"]?.records).toBe(1);
  });

  test("every tag is a segment, owners and workflows stand beside them", () => {
    const records = someRecords(4, (ordinal) => ({
      tags: { intent: ordinal < 3 ? "faq" : "refund" },
      owner: ordinal === 0 ? "team_a" : undefined,
      workflow: ordinal === 3 ? undefined : `w${ordinal % 2}`,
    }));
    const outcomes = [0, 1, 2, 3].map((ordinal) => anOutcome({ ordinal }));
    const metrics = metricsBefore({ records, outcomes, setup: { tagNames: ["intent"] } });
    expect(metrics.segments["intent"]?.["faq"]?.records).toBe(3);
    expect(metrics.segments["intent"]?.["refund"]?.records).toBe(1);
    expect(metrics.owners).toHaveProperty("team_a.records", 1);
    // Workflow w0 has records 0 and 2, w1 has record 1.
    expect(metrics.workflows).toEqual({
      count: 2,
      cost_per_workflow_usd: 0.0000015,
      max_cost_usd: 0.000002,
    });
  });

  test("a workflow with an outcome that is not covered is left out", () => {
    const records = someRecords(2, () => ({ workflow: "w" }));
    const outcomes = [
      anOutcome(),
      anOutcome({ ordinal: 1, ending: { kind: "not_covered" }, attempts: [] }),
    ];
    const { workflows } = metricsBefore({ records, outcomes });
    expect(workflows).toEqual({ count: 0, cost_per_workflow_usd: null, max_cost_usd: null });
  });

  test("a call that never left has no latency, and takes nothing from a fallback's", () => {
    const unsent = aFailedAttempt("authentication", { latencyMs: 0 });
    const backup = anAttempt({ index: 1, kind: "fallback", route: "large", latencyMs: 300 });
    const metrics = metricsBefore({
      outcomes: [
        aFailedOutcome("authentication", { attempts: [unsent] }),
        anOutcome({ ordinal: 1, attempts: [unsent, backup] }),
      ],
    });
    expect(metrics.overall.latency.p50_ms).toMatchObject({ value: 300, n: 1 });
    expect(metrics.routes["small"]?.attempt_latency.p50_ms).toMatchObject({ value: null });
  });

  test("where nothing was called there is no latency, least of all the best", () => {
    const outcomes = [
      anOutcome(),
      anOutcome({
        ordinal: 1,
        ending: { kind: "queued", because: "compliance_flag" },
        attempts: [],
      }),
    ];
    const { latency, records } = metricsBefore({ outcomes }).overall;
    expect(records).toBe(2);
    expect(latency.unknown).toBe(1);
    expect(latency.p50_ms).toMatchObject({ value: 100, n: 1 });
  });

  test("records of one group ask for clustered bounds", () => {
    const records = someRecords(40, (ordinal) => ({ group: `g${Math.floor(ordinal / 4)}` }));
    const outcomes = records.map(({ ordinal }) => anOutcome({ ordinal }));
    const { acceptance_rate: rate, latency } = metricsBefore({ records, outcomes }).overall;
    expect(rate).toMatchObject({ value: 1, n: 40, method: "korn_graubard", clusters: 10 });
    // All pass, so each of the ten conversations counts once: 0.025^(1/10).
    expect(rate.lower).toBeCloseTo(0.025 ** 0.1, 12);
    expect(latency.p95_ms).toMatchObject({ method: "korn_graubard_quantile", clusters: 10 });
  });

  test("with repeats the records are the clusters", () => {
    const outcomes = [0, 1].flatMap((ordinal) =>
      [0, 1, 2].map((repeat) => anOutcome({ ordinal, repeat })),
    );
    const { overall: metrics } = metricsBefore({ outcomes, setup: { repeats: 3 } });
    expect(metrics.records).toBe(6);
    expect(metrics.acceptance_rate).toMatchObject({ n: 6, clusters: 2 });
  });

  test("labels that were read make a confusion matrix", () => {
    const labelled = (ordinal: number, label: string) =>
      anOutcome({
        ordinal,
        grade: {
          accepted: true,
          score: 1,
          schemaValid: undefined,
          scores: [{ name: "label", value: 1, passed: true, because: "", label }],
        },
      });
    const records = someRecords(3, (ordinal) => ({ expected: ordinal === 2 ? "spam" : "ham" }));
    const { confusion } = metricsBefore({
      records,
      outcomes: [labelled(0, "ham"), labelled(1, "spam"), labelled(2, "spam")],
      setup: { graders: ["label"] },
    });
    expect(confusion).toEqual({ ham: { ham: 1, spam: 1 }, spam: { spam: 1 } });
  });
});

describe("what a request costs", () => {
  const dear = (costNanoUsd: number | undefined, ordinal: number) =>
    anOutcome({ ordinal, attempts: [anAttempt({ costNanoUsd })] });

  test("is the mean with a log-delta interval, as by hand for four records", () => {
    const costs = [1_000, 2_000, 3_000, 6_000];
    const { overall, segments } = metricsBefore({ outcomes: costs.map(dear) });
    // Mean 3,000, s² = 14,000,000 / 3, so s / (√4 · mean) = 0.36004; t(0.975, 3) = 3.182446.
    const error = Math.sqrt(14_000_000 / 3 / 4) / 3_000;
    const found = overall.cost.per_request;
    expect(found).toMatchObject({ value: 3e-6, n: 4, method: "log_delta" });
    expect(found?.lower).toBeCloseTo(3e-6 * Math.exp(-3.182446 * error), 10);
    expect(found?.upper).toBeCloseTo(3e-6 * Math.exp(3.182446 * error), 10);
    expect(found?.value).toBe(overall.cost.per_request_usd);
    expect(segments).toEqual({});
  });

  test("is not known where one attempt's cost is not", () => {
    const { overall } = metricsBefore({ outcomes: [dear(1_000, 0), dear(undefined, 1)] });
    expect(overall.cost.per_request).toMatchObject({ value: null, reason: "unknown_cost" });
  });

  test("is said of a policy as a whole alone", () => {
    const { overall, routes } = metricsBefore({ outcomes: [dear(1_000, 0), dear(2_000, 1)] });
    expect(overall.cost.per_request).toBeDefined();
    expect(routes["small"]?.cost.per_request).toBeUndefined();
  });
});
