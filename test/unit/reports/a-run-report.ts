import type { Comparison, GateResult, PolicyComparison } from "../../../src/core/comparison.ts";
import type {
  ClassificationMetrics,
  LatencyMetrics,
  Metrics,
  PolicyMetrics,
  RouteMetrics,
} from "../../../src/core/metrics.ts";
import type { Estimate } from "../../../src/core/estimate.ts";
import type { Timeline } from "../../../src/core/timeline.ts";
import type { RunManifest } from "../../../src/core/run-manifest.ts";
import type { RunReport } from "../../../src/reports/run-report.ts";

/** An estimate with bounds, n and method. */
export function anEstimate(more: Partial<Estimate> = {}): Estimate {
  return { value: 0.8, lower: 0.75, upper: 0.85, n: 200, method: "wilson", ...more };
}

/** A number that is not there, and why. */
export function noEstimate(reason: string): Estimate {
  return { value: null, lower: null, upper: null, n: 0, method: "none", reason };
}

function latencies(p95: number): LatencyMetrics {
  const of = (value: number) =>
    anEstimate({ value, lower: value * 0.9, upper: value * 1.1, method: "order_statistics" });
  return { p50_ms: of(p95 / 2), p95_ms: of(p95), p99_ms: of(p95 * 1.5), unknown: 0 };
}

/** Metrics of 200 records of which 160 are accepted at two dollars in all. */
export function aMetrics(more: Partial<Metrics> = {}): Metrics {
  const rate = (value: number) => anEstimate({ value, lower: value * 0.9, upper: value * 1.1 });
  return {
    records: 200,
    attempts: 210,
    accepted: 160,
    acceptance_rate: anEstimate(),
    accuracy: anEstimate({ method: "mean" }),
    graders: { exact_match: anEstimate() },
    schema_valid_rate: noEstimate("no_schema"),
    schema_error_rate: noEstimate("no_schema"),
    latency: latencies(1820),
    first_token: latencies(400),
    cost: {
      total_usd: 2,
      per_request_usd: 0.01,
      per_accepted_usd: anEstimate({
        value: 0.0125,
        lower: 0.011,
        upper: 0.014,
        method: "log_delta",
      }),
      retries_usd: 0.05,
      fallbacks_usd: 0,
      escalations_usd: 0,
      not_accepted_usd: 0.4,
      unknown_attempts: 0,
    },
    tokens: {
      input_uncached: 100_000,
      input_cache_read: 2_000,
      input_cache_write: 0,
      output: 30_000,
      output_reasoning: 0,
      unknown_attempts: 0,
    },
    retry_rate: rate(0.05),
    fallback_rate: rate(0),
    unreviewed_fallback_rate: rate(0),
    policy_violation_rate: rate(0),
    escalation_rate: rate(0),
    review_rate: rate(0),
    error_rate: rate(0.02),
    evidence_complete_rate: rate(1),
    errors: { timeout: 3, recording_missing: 1 },
    endings: { answered: 196, failed: 4 },
    served_models: { "gpt-large-1": 200 },
    providers: { openai: 1 },
    not_covered: 0,
    coverage: 1,
    ...more,
  };
}

/** What a small model said of 200 records; the golden tag is known of each. */
export function aClassification(more: Partial<ClassificationMetrics> = {}): ClassificationMetrics {
  return {
    by: "model",
    records: 200,
    unsure_rate: anEstimate({ value: 0.1, lower: 0.07, upper: 0.15 }),
    without_route: 4,
    failures: { timeout: 3 },
    accuracy: anEstimate({ value: 0.84 }),
    confusion: { faq: { faq: 100, refund: 6 }, refund: { refund: 68 } },
    unsure: { faq: 12, refund: 14 },
    latency: latencies(310),
    cost_usd: 0.0123,
    unknown_costs: 0,
    ...more,
  };
}

function aRoute(metrics: Metrics): RouteMetrics {
  return { ...metrics, attempt_latency: latencies(900), attempt_errors: { timeout: 5 } };
}

/** A policy that sends everything to one route, with two segments. */
export function aPolicy(more: Partial<PolicyMetrics> = {}): PolicyMetrics {
  const overall = more.overall ?? aMetrics();
  return {
    version: "sha256:0a1b",
    overall,
    routes: { strong: aRoute(overall) },
    served_routes: { strong: overall },
    segments: { intent: { refund: aMetrics({ records: 40 }), faq: aMetrics({ records: 160 }) } },
    owners: {},
    workflows: { count: 0, cost_per_workflow_usd: null, max_cost_usd: null },
    ...more,
  };
}

/** A timeline on which nothing happened yet. */
export function aTimeline(more: Partial<Timeline> = {}): Timeline {
  return {
    starts: "first_arrival",
    bucket_ms: 60_000,
    buckets: [],
    events: [],
    events_left_out: 0,
    caps: [],
    caps_left_out: 0,
    ...more,
  };
}

/** A gate that passes. */
export function aGate(more: Partial<GateResult> = {}): GateResult {
  return {
    id: "acceptance_rate max_drop 0.05",
    metric: "acceptance_rate",
    asked_by: "promotion.gates",
    scope: "overall",
    bound: "max_drop",
    threshold: 0.05,
    baseline: 0.8,
    candidate: 0.79,
    observed: anEstimate({ value: 0.01, lower: -0.01, upper: 0.03, method: "tango" }),
    status: "pass",
    p_violated: 0.99,
    p_violated_holm: 1,
    records_needed: null,
    because: "acceptance_rate fell by 0.01 (at most 0.03; limit 0.05)",
    ...more,
  };
}

/** The gate that rejects. */
export const failedGate: GateResult = aGate({
  id: "p95_complete_ms max_ratio 1.1",
  metric: "p95_complete_ms",
  bound: "max_ratio",
  threshold: 1.1,
  baseline: 1820,
  candidate: 2948,
  observed: anEstimate({ value: 1.62, lower: 1.41, upper: 1.84, method: "paired_bootstrap" }),
  status: "fail",
  p_violated: 0.0001,
  p_violated_holm: 0.0002,
  because: "p95_complete_ms rose to 1.62 times (at least 1.41; limit 1.1)",
});

/** A comparison of one candidate that may be promoted. */
export function aComparison(more: Partial<PolicyComparison> = {}): PolicyComparison {
  return {
    candidate: "cheap-first",
    pairs: 200,
    acceptance_rate_difference: anEstimate({
      value: -0.01,
      lower: -0.03,
      upper: 0.01,
      method: "tango",
    }),
    schema_valid_rate_difference: noEstimate("no_schema"),
    accuracy_difference: anEstimate({ value: -0.01, lower: -0.03, upper: 0.01, method: "t" }),
    cost_per_accepted_ratio: anEstimate({
      value: 0.224,
      lower: 0.2,
      upper: 0.25,
      method: "log_delta",
    }),
    cost_per_accepted_difference_usd: anEstimate({ value: -0.0097, lower: -0.011, upper: -0.008 }),
    p95_complete_ratio: anEstimate({
      value: 0.9,
      lower: 0.8,
      upper: 1,
      method: "paired_bootstrap",
    }),
    discordant: { baseline_only: 12, candidate_only: 10 },
    mcnemar_mid_p: 0.7,
    mcnemar_exact_p: 0.83,
    gates: [aGate()],
    verdict: { decision: "promote", reasons: ["every gate passes (1 of 1)"] },
    ...more,
  };
}

/** A manifest of a complete run over an outcome table. */
export function aManifest(more: Partial<RunManifest> = {}): RunManifest {
  return {
    schema_version: 1,
    run_id: "run-7",
    tool_version: "0.1.0",
    status: "complete",
    started_at: "2026-11-20T10:00:00.000Z",
    finished_at: "2026-11-20T10:00:09.000Z",
    seed: 7,
    as_of: "2026-11-20T00:00:00.000Z",
    provider: "table",
    options: {
      dataset: "datasets/support.dataset.yaml",
      baseline: "policies/prod.yaml",
      candidates: ["policies/cheap first.yaml"],
      registry: null,
      limit: null,
      sample: null,
      filters: ["intent=refund"],
      repeat: 1,
      concurrency: 16,
      record: null,
      recordings: null,
      on_miss: "fail",
      max_spend_usd: null,
      strict: false,
      store_text: "full",
      max_error_rate: 0.05,
      formats: ["json", "md"],
    },
    inputs: [{ role: "dataset", path: "datasets/support.dataset.yaml", sha256: "ab12" }],
    prices: {
      strong: {
        input_per_mtok_usd: 2.5,
        cached_input_per_mtok_usd: null,
        output_per_mtok_usd: 10,
        per_request_usd: 0,
      },
      mystery: null,
    },
    warnings: [],
    ...more,
  };
}

const candidateMetrics = aMetrics({
  accepted: 158,
  acceptance_rate: anEstimate({ value: 0.79, lower: 0.74, upper: 0.84 }),
  latency: latencies(2948),
  cost: {
    ...aMetrics().cost,
    total_usd: 0.4424,
    per_request_usd: 0.002212,
    per_accepted_usd: anEstimate({
      value: 0.0028,
      lower: 0.0025,
      upper: 0.0031,
      method: "log_delta",
    }),
    not_accepted_usd: 0.09,
  },
});

/** One candidate against one baseline; every part can be replaced. */
export function aReport(
  more: {
    readonly comparison?: Partial<Comparison>;
    readonly manifest?: Partial<RunManifest>;
    readonly pair?: Partial<PolicyComparison>;
    readonly report?: Partial<RunReport>;
  } = {},
): RunReport {
  const comparison: Comparison = {
    schema_version: 1,
    dataset: {
      name: "support",
      kind: "outcomes",
      sha256: "cd34",
      records: 200,
      rejected: 0,
      excluded: 0,
    },
    baseline: "prod",
    candidates: ["cheap-first"],
    quantile: "nearest_rank",
    repeats: 1,
    policies: { prod: aPolicy(), "cheap-first": aPolicy({ overall: candidateMetrics }) },
    references: {},
    comparisons: [aComparison(more.pair)],
    ...more.comparison,
  };
  return {
    comparison,
    manifest: aManifest(more.manifest),
    folder: "reports/run-7",
    ...more.report,
  };
}

/** The report of a run whose candidate is cheaper, and too slow. */
export function aRejectReport(): RunReport {
  return aReport({
    pair: {
      p95_complete_ratio: failedGate.observed,
      gates: [aGate(), failedGate],
      verdict: {
        decision: "reject",
        reasons: ["p95_complete_ms is 1.62 times the baseline's, over the limit of 1.1"],
      },
    },
  });
}

/** The report of a run too small to decide. */
export function anInconclusiveReport(): RunReport {
  return aReport({
    pair: {
      gates: [
        aGate({
          status: "inconclusive",
          observed: anEstimate({ value: 0.01, lower: -0.07, upper: 0.09, method: "tango" }),
          records_needed: 1450,
          because: "acceptance_rate fell by 0.01 (at most 0.09; limit 0.05)",
        }),
      ],
      verdict: {
        decision: "inconclusive",
        reasons: ["acceptance_rate max_drop 0.05 is undecided, about 1450 records would settle it"],
      },
    },
  });
}
