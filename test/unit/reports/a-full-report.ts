import type { RunReport } from "../../../src/reports/run-report.ts";
import { aFullPolicy } from "./a-full-policy.ts";
import { aGate, aMetrics, anEstimate, aReport, failedGate } from "./a-run-report.ts";
import { aWaterfall } from "./charts/chart-data.ts";
import { fullChanges } from "./full-changes.ts";

const agreeing = {
  acceptance_rate: anEstimate(),
  cost_per_request_usd: anEstimate({ value: 0.01, lower: 0.009, upper: 0.011 }),
  p95_complete_ms: anEstimate({ value: 900, lower: 800, upper: 1000 }),
};
const ways = { snips: anEstimate(), doubly_robust: anEstimate(), ips: anEstimate() };
const both = { plain: anEstimate(), weighted: anEstimate({ value: 0.77 }) };
const figures = { acceptance_rate: 0.9, cost_per_request_usd: 0.01, p95_complete_ms: 900 };

/** A report with every block that a run can have; its figures need not agree with each other. */
export function aFullReport(): RunReport {
  const lately = { at: "2026-11-01T10:00:00.000Z", policy: "cheap-first", version: "sha256:0a1b" };
  const earlier = anEstimate({ value: 0.9, lower: 0.8, upper: 1 });
  return aReport({
    pair: {
      cost_per_request_difference_usd: anEstimate({ value: -0.008, lower: -0.009, upper: -0.007 }),
      shared_calls: 17,
      waterfall: aWaterfall(),
      ...fullChanges(),
      gates: [
        aGate(),
        failedGate,
        aGate({
          id: "cost.max_cost_per_request 0.02",
          metric: "max_cost_per_request",
          asked_by: "cost",
          bound: "max",
          threshold: 0.02,
          baseline: null,
          observed: anEstimate({ value: 0, lower: null, upper: null, method: "count" }),
        }),
        aGate({
          id: "error_rate max 0.05",
          metric: "error_rate",
          bound: "max",
          observed: anEstimate({ value: 0.02, lower: null, upper: 0.04 }),
        }),
      ],
      early_rejection: {
        gate: failedGate.id,
        at_records: 120,
        observed: anEstimate({ value: 1.7, lower: 1.2, upper: 2.2 }),
        level: 0.025,
        because: "too slow",
      },
      off_policy: {
        agreement: { records: 200, same_route: 150, share: 0.75, redacted: 0, unseen: 0 },
        conditional_on_agreement: { records: 140, baseline: agreeing, candidate: agreeing },
        worst_case: {
          baseline_acceptance_rate: anEstimate({ value: null, lower: 0.6, upper: 0.9 }),
          candidate_acceptance_rate: anEstimate({ value: 0.8 }),
          acceptance_rate_difference: anEstimate({ value: null, lower: -0.2, upper: 0.2 }),
        },
        logging: "stochastic",
        support: {
          records: 200,
          unsupported_mass: 0,
          is_whole_distribution: false,
          effective_records: 88.4,
          effective_share: 0.442,
          largest_weight_share: 0.03,
          mean_weight: 1.01,
          mean_weight_z: 0.2,
        },
        estimates: {
          acceptance_rate: ways,
          cost_per_request_usd: ways,
          p95_complete_ms: { weighted_ecdf: anEstimate({ value: 900, lower: 800, upper: 1000 }) },
        },
        refused: [],
      },
      verdict: {
        decision: "reject",
        reasons: ["p95_complete_ms is 1.62 times the baseline's", "and something else"],
      },
    },
    manifest: {
      warnings: ["the catalog's prices are 400 days old"],
      spend: { sent: 210, usd: 0.5, unknown_calls: 2, unknown_at_most_usd: 0.01 },
      decisions: [
        {
          ...lately,
          kind: "promote",
          before: null,
          run_id: "run-5",
          verdict: "reject",
          approved_by: "ana",
          owner_approver: "ben",
          why: "costs",
          override: "the latency does not matter at night",
        },
      ],
      previous: [
        {
          candidate: "cheap-first",
          asked: "last-green",
          status: "compared",
          run_id: "run-6",
          started_at: "2026-11-10T10:00:00.000Z",
          age_days: 10,
          stale: [],
          policy_version_changed: true,
          pairs: 190,
          acceptance_rate_difference: earlier,
          cost_per_accepted_ratio: earlier,
          p95_complete_ratio: earlier,
          discordant: { baseline_only: 3, candidate_only: 2 },
          new_failures: [{ record: "r-9", because: "wrong" }],
        },
      ],
      options: { ...aReport().manifest.options, stop_early: "reject" },
    },
    comparison: {
      pace: { kind: "open_loop", speed: 2, slots: 8, starts_at: "2026-11-20T10:00:00.000Z" },
      stopped_early: { at_records: 120, of: 200, order: "seeded" },
      policies: { prod: aFullPolicy("prod"), "cheap-first": aFullPolicy("cheap-first") },
      coverage: {
        policies: {
          prod: {
            covered: 193,
            fresh: 3,
            not_covered: { other_route: 4, attempt_not_logged: 3, redacted: 0, route_unknown: 0 },
            by_route: {},
            first_uncovered: ["r-1", "r-2"],
          },
        },
        log: {
          format: "litellm",
          lines: 215,
          requests: 200,
          attempts: 210,
          folded: 3,
          redacted: 1,
          unseen_attempts: 2,
          cache_hits: 4,
          missing_answers: 5,
          unknown_routes: { "gpt-x": 6 },
          skipped: { health: 2 },
          unmapped: { extra: 9 },
          unmapped_left_out: 0,
          errors: { timeout: 2 },
          first_arrival_ms: 0,
          last_arrival_ms: 9_000,
          late: 0,
          without_arrival: 0,
          served: { records: 200, unjudged: 4, ...agreeing },
          cost: {
            counts: "logged",
            logged_usd: 2,
            recomputed_usd: 2.1,
            both: 190,
            logged_of_both_usd: 1.9,
            recomputed_of_both_usd: 1.95,
            differ: 3,
            unknown_logged: 2,
            unknown_recomputed: 5,
          },
        },
      },
      drift: {
        golden: { name: "support", sha256: "ab", records: 200, rejected: 1 },
        log: { name: "requests", sha256: "cd", records: 9_000, rejected: 0 },
        features: [
          {
            feature: "intent",
            from: "tag",
            total_variation: 0.12,
            psi: 0.3,
            p: 0.0002,
            p_holm: 0.0004,
            values: { faq: [0.8, 0.6], refund: [0.2, 0.4] },
            shifted: true,
            missing_in_golden: [],
            log_share_missing: 0,
          },
        ],
        not_compared: [{ feature: "locale", because: "no record has one" }],
        post_stratified: [
          {
            by: "intent",
            log_share_covered: 0.93,
            policies: {
              prod: {
                acceptance_rate: both,
                cost_per_request_usd: both,
                cost_per_accepted_usd: both,
              },
            },
            comparisons: [
              {
                candidate: "cheap-first",
                acceptance_rate_difference: both,
                cost_per_accepted_ratio: both,
              },
            ],
          },
        ],
        warnings: ["intent is shifted"],
      },
      routes: {
        unused: [
          {
            route: "weak",
            provider: "openai",
            lifecycle: "managed",
            role: "fallback",
            named_by: ["prod"],
          },
        ],
        dominated: [
          { route: "weak", by: "strong", n: 80, basis: "table", figures, by_figures: figures },
        ],
        exit_criteria: [
          {
            route: "new",
            lifecycle: "experimental",
            to: "managed",
            policy: null,
            records: 3,
            gates: [],
            is_met: false,
          },
        ],
      },
      references: {
        oracle: { ...aMetrics(), accepted: 180.25 },
        single_routes: { strong: aMetrics() },
      },
    },
  });
}
