import { describe, expect, test } from "vitest";
import type { Metrics } from "../../../src/core/metrics.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { aComparison, metricsBefore, someRecords } from "./a-comparison.ts";
import {
  aFailedAttempt,
  aFailedOutcome,
  anAttempt,
  anOutcome,
  aRefusedGrade,
} from "./an-outcome.ts";

const overall = (...outcomes: readonly Outcome[]): Metrics => metricsBefore({ outcomes }).overall;

describe("rates", () => {
  test("a failed record stays in every denominator", () => {
    const metrics = overall(anOutcome(), aFailedOutcome("timeout", { ordinal: 1 }));
    expect(metrics.acceptance_rate).toMatchObject({ value: 0.5, n: 2, method: "wilson" });
    expect(metrics.error_rate.value).toBe(0.5);
    expect(metrics.errors).toEqual({ timeout: 1 });
    expect(metrics.endings).toEqual({ answered: 1, failed: 1 });
  });

  test("a record that is not covered is in no denominator but coverage's", () => {
    const notCovered = anOutcome({
      ordinal: 1,
      ending: { kind: "not_covered" },
      attempts: [anAttempt({ result: { kind: "not_covered" }, costNanoUsd: undefined })],
      grade: aRefusedGrade,
    });
    const metrics = overall(anOutcome(), notCovered);
    expect(metrics).toMatchObject({ records: 2, attempts: 1, not_covered: 1, coverage: 0.5 });
    expect(metrics.acceptance_rate).toMatchObject({ value: 1, n: 1 });
    expect(metrics.cost).toMatchObject({ total_usd: 1e-6, unknown_attempts: 0 });
    expect(metrics.endings).toEqual({ answered: 1, not_covered: 1 });
  });

  test("a static answer is in every denominator and no answer of a model", () => {
    const given = anOutcome({
      ordinal: 1,
      ending: { kind: "static_answer", because: "nothing served", text: "sorry" },
      attempts: [aFailedAttempt("overloaded")],
      grade: aRefusedGrade,
    });
    const metrics = overall(anOutcome(), given);
    expect(metrics.acceptance_rate).toMatchObject({ value: 0.5, n: 2 });
    expect(metrics.endings).toEqual({ answered: 1, static_answer: 1 });
  });

  test("a share counts outcomes with such an attempt, not attempts", () => {
    const attempts = [
      aFailedAttempt("rate_limit"),
      anAttempt({ index: 1, kind: "retry" }),
      anAttempt({ index: 2, kind: "retry" }),
      anAttempt({ index: 3, kind: "fallback", route: "large", isUnreviewed: true }),
    ];
    const metrics = overall(anOutcome({ attempts }), anOutcome({ ordinal: 1 }));
    expect(metrics.attempts).toBe(5);
    expect(metrics.retry_rate.value).toBe(0.5);
    expect(metrics.fallback_rate.value).toBe(0.5);
    expect(metrics.unreviewed_fallback_rate.value).toBe(0.5);
    expect(metrics.escalation_rate.value).toBe(0);
  });

  test("an escalation is no fallback", () => {
    const attempts = [anAttempt(), anAttempt({ index: 1, kind: "escalation", route: "large" })];
    const metrics = overall(anOutcome({ attempts }));
    expect(metrics.escalation_rate.value).toBe(1);
    expect(metrics.fallback_rate.value).toBe(0);
  });

  test("a queued record waits for review whether or not the decision said so", () => {
    const metrics = overall(
      anOutcome({ ending: { kind: "queued", because: "compliance" } }),
      anOutcome({ ordinal: 1, review: ["refund_exception"] }),
      anOutcome({ ordinal: 2 }),
      anOutcome({ ordinal: 3 }),
    );
    expect(metrics.review_rate.value).toBe(0.5);
  });

  test("a provider's share is that of last attempts", () => {
    const attempts = [
      aFailedAttempt("overloaded"),
      anAttempt({ index: 1, kind: "fallback", provider: "google", servedModel: "g-1" }),
    ];
    const metrics = overall(anOutcome({ attempts }), anOutcome({ ordinal: 1 }));
    expect(metrics.providers).toEqual({ google: 0.5, openai: 0.5 });
    expect(metrics.served_models).toEqual({ "g-1": 1, "small-1-2026": 1 });
  });
});

describe("schema", () => {
  const checked = (ordinal: number, schemaValid: boolean | undefined) =>
    anOutcome({
      ordinal,
      grade: { accepted: schemaValid === true, score: undefined, schemaValid, scores: [] },
    });

  test("where no schema was asked for there is no rate", () => {
    const { schema_valid_rate: rate } = overall(anOutcome());
    expect(rate).toMatchObject({ value: null, n: 0, reason: "no_data" });
  });

  test("a timeout under a schema is not valid, and no schema error either", () => {
    const records = someRecords(4, () => ({
      request: {
        messages: [],
        tools: [],
        responseSchema: { type: "object" },
        stream: false,
        slaMs: undefined,
        maxOutputTokens: undefined,
      },
    }));
    const outcomes = [
      checked(0, true),
      checked(1, true),
      checked(2, false),
      aFailedOutcome("timeout", { ordinal: 3 }),
    ];
    const metrics = metricsBefore({ records, outcomes }).overall;
    expect(metrics.schema_valid_rate).toMatchObject({ value: 0.5, n: 4 });
    expect(metrics.schema_error_rate).toMatchObject({ value: 0.25, n: 4 });
  });

  test("what one arm's answer was checked for was asked of the other arm too", () => {
    const outcomes = [checked(0, true), aFailedOutcome("timeout", { arm: 1 })];
    const after = aComparison({ records: someRecords(1), outcomes }).policies["after"];
    expect(after?.overall.schema_valid_rate).toMatchObject({ value: 0, n: 1 });
  });

  test("an outcome given up over its schema is a schema error", () => {
    const metrics = overall(aFailedOutcome("schema_invalid"));
    expect(metrics.schema_error_rate).toMatchObject({ value: 1, n: 1 });
  });
});

describe("latency", () => {
  test("sums waits and attempts, failed ones too", () => {
    const attempts = [
      aFailedAttempt("rate_limit", { latencyMs: 40 }),
      anAttempt({ index: 1, kind: "retry", waitedMs: 200, latencyMs: 100, firstTokenMs: 30 }),
    ];
    const metrics = overall(anOutcome({ attempts }));
    expect(metrics.latency.p50_ms.value).toBe(340);
    expect(metrics.first_token.p50_ms.value).toBe(270);
  });

  test("one unknown attempt makes the outcome's latency unknown, and it is counted", () => {
    const attempts = [anAttempt({ latencyMs: undefined }), anAttempt({ index: 1, kind: "retry" })];
    const metrics = overall(anOutcome({ attempts }), anOutcome({ ordinal: 1 }));
    expect(metrics.latency).toMatchObject({ unknown: 1, p50_ms: { value: 100, n: 1 } });
  });

  test("quantiles are values that were seen, by nearest rank", () => {
    const outcomes = Array.from({ length: 20 }, (_, ordinal) =>
      anOutcome({ ordinal, attempts: [anAttempt({ latencyMs: (20 - ordinal) * 10 })] }),
    );
    const { latency } = overall(...outcomes);
    expect([latency.p50_ms.value, latency.p95_ms.value, latency.p99_ms.value]).toEqual([
      100, 190, 200,
    ]);
    // The 95 % two-sided ranks of p95 among 20 are 17 and none.
    expect(latency.p95_ms).toMatchObject({ lower: 170, upper: null });
  });

  test("a failed outcome has no first token, and none is missed", () => {
    const metrics = overall(aFailedOutcome("transient_5xx"));
    expect(metrics.first_token).toMatchObject({ unknown: 0, p95_ms: { value: null, n: 0 } });
  });
});

describe("cost and tokens", () => {
  test("costs are told apart by the kind of attempt", () => {
    const attempts = [
      aFailedAttempt("timeout", { costNanoUsd: 1_000 }),
      anAttempt({ index: 1, kind: "retry", costNanoUsd: 2_000 }),
      anAttempt({ index: 2, kind: "fallback", costNanoUsd: 4_000 }),
      anAttempt({ index: 3, kind: "escalation", costNanoUsd: 8_000 }),
    ];
    const { cost } = overall(
      anOutcome({ attempts }),
      anOutcome({ ordinal: 1, grade: aRefusedGrade }),
    );
    expect(cost).toMatchObject({
      total_usd: 0.000016,
      per_request_usd: 0.000008,
      retries_usd: 0.000002,
      fallbacks_usd: 0.000004,
      escalations_usd: 0.000008,
      not_accepted_usd: 0.000001,
      unknown_attempts: 0,
    });
    expect(cost.per_accepted_usd.value).toBe(0.000016);
  });

  test("an unknown cost leaves the total as what is known, and no average", () => {
    const { cost } = overall(
      anOutcome(),
      anOutcome({ ordinal: 1, attempts: [anAttempt({ costNanoUsd: undefined })] }),
    );
    expect(cost).toMatchObject({
      total_usd: 0.000001,
      per_request_usd: null,
      unknown_attempts: 1,
      per_accepted_usd: { value: null, reason: "unknown_cost" },
    });
  });

  test("nothing accepted leaves no cost per accepted, but a lower bound", () => {
    const { cost } = overall(
      anOutcome({ grade: aRefusedGrade }),
      anOutcome({ ordinal: 1, grade: aRefusedGrade }),
    );
    expect(cost.per_accepted_usd).toMatchObject({
      value: null,
      upper: null,
      reason: "no_accepted_outcomes",
    });
    // Mean cost over 1 - alpha^(1/n) with alpha 0.025 and n = 2.
    expect(cost.per_accepted_usd.lower).toBeCloseTo(0.000001 / (1 - Math.sqrt(0.025)), 15);
  });

  test("tokens are summed by kind, and attempts without counts are counted", () => {
    const usage = {
      inputUncachedTokens: 7,
      inputCacheReadTokens: 3,
      inputCacheWriteTokens: 2,
      outputTokens: 11,
      outputReasoningTokens: 4,
    };
    const { tokens } = overall(
      anOutcome({
        attempts: [anAttempt({ usage }), anAttempt({ index: 1, kind: "retry", usage })],
      }),
      anOutcome({ ordinal: 1, attempts: [anAttempt({ usage: unknownUsage })] }),
    );
    expect(tokens).toEqual({
      input_uncached: 14,
      input_cache_read: 6,
      input_cache_write: 4,
      output: 22,
      output_reasoning: 8,
      unknown_attempts: 1,
    });
  });
});

describe("scores", () => {
  const graded = (ordinal: number, score: number | undefined, second: number | undefined) =>
    anOutcome({
      ordinal,
      grade: {
        accepted: (score ?? 0) >= 0.5,
        score,
        schemaValid: undefined,
        scores: [
          { name: "exact_match", value: score, passed: true, because: "" },
          { name: "tone", value: second, passed: true, because: "" },
        ],
      },
    });

  test("accuracy is the mean of what could be scored; each grader has its own", () => {
    const { overall: metrics } = metricsBefore({
      outcomes: [graded(0, 0.75, 0.5), graded(1, 0.25, undefined), graded(2, undefined, 1)],
      setup: { graders: ["exact_match", "tone"] },
    });
    expect(metrics.accuracy).toMatchObject({ value: 0.5, n: 2, method: "mean_t" });
    expect(metrics.graders["exact_match"]).toMatchObject({ value: 0.5, n: 2 });
    expect(metrics.graders["tone"]).toMatchObject({ value: 0.75, n: 2 });
  });
});
