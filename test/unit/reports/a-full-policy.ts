import {
  aClassification,
  aMetrics,
  anEstimate,
  aPolicy,
  aTimeline,
  noEstimate,
} from "./a-run-report.ts";
import { aCurve, aCutCurve, aRegion } from "./charts/chart-data.ts";
import { aFlow } from "./charts/a-flow.ts";

/** A policy with every figure that one can have. */
export function aFullPolicy(name: string): ReturnType<typeof aPolicy> {
  const rate = anEstimate({ value: 0.9, lower: 0.85, upper: 0.95 });
  const waited = {
    p50_ms: anEstimate({ value: 500, lower: 400, upper: 600 }),
    p95_ms: anEstimate({ value: 900, lower: 800, upper: 1000 }),
    p99_ms: noEstimate("too_few"),
    unknown: 2,
  };
  const overall = aMetrics({
    response_time: waited,
    queue_wait: waited,
    degraded_rate: rate,
    route_accuracy: rate,
    over_routed_rate: rate,
    under_routed_rate: rate,
    regret_usd: 0.12,
    not_covered: 7,
    coverage: 0.97,
    gateway: { records: 50, fallback_rate: rate, retry_rate: rate, untold: 3 },
    cost: {
      ...aMetrics().cost,
      per_request: anEstimate({ value: 0.01, lower: 0.009, upper: 0.011, method: "mean_t" }),
      unknown_attempts: 4,
      reported_cost_usd: 1.9,
      reported_attempts: 180,
      own_cost_of_reported_usd: 1.8,
    },
  });
  const labels = { faq: { faq: 90, refund: 5 }, refund: { refund: 60 } };
  return aPolicy({
    overall,
    confusion: labels,
    flow: aFlow({ unknown_costs: 4, joined_paths: 2 }),
    failures: [
      {
        class: "wrong_answer:intent",
        origin: "answer",
        records: 30,
        cost_usd: 0.3,
        first: [`${name}-2`, `${name}-3`],
      },
      { class: "timeout", origin: "provider", records: 10, cost_usd: 0, first: [`${name}-4`] },
    ],
    classification: aClassification(),
    first_violations: [{ record: `${name}-1`, because: "served by another model" }],
    failover: [{ from: "openai", to: "azure", routes: [], drilled: "pass", seen: 4, accepted: 3 }],
    timeline: aTimeline({
      buckets: [
        {
          from_ms: 0,
          records: 20,
          accepted: 15,
          cost_usd: 0.2,
          routes: { strong: { attempts: 22, errors: 2 } },
        },
      ],
      events: [{ at_ms: 61_000, kind: "excluded", route: "strong", because: "5 errors in a row" }],
      caps: [
        {
          ceiling: "daily_spend_cap",
          key: null,
          period: "2026-03-04",
          reached_at_ms: 9_000,
          records_after: 12,
        },
      ],
      caps_left_out: 2,
    }),
    joint: aRegion(),
    latency_curves: {
      complete: aCurve(),
      first_token: aCutCurve(),
      queue_wait: aCurve(),
      response_time: aCutCurve(),
    },
    workflows: { count: 90, cost_per_workflow_usd: 0.022, max_cost_usd: 0.05 },
  });
}
