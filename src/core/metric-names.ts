/** Metrics that are shares of outcomes: their bounds lie in 0..1. */
export const rateMetrics: readonly string[] = [
  "acceptance_rate",
  "accuracy",
  "schema_valid_rate",
  "schema_error_rate",
  "retry_rate",
  "fallback_rate",
  "unreviewed_fallback_rate",
  "policy_violation_rate",
  "escalation_rate",
  "review_rate",
  "degraded_rate",
  "downgraded_rate",
  "capped_rate",
  "evidence_complete_rate",
  "error_rate",
  "coverage",
  "route_accuracy",
  "over_routed_rate",
  "provider_share",
];

/** Every metric that a gate may name; the graders of a dataset come to them. */
export const metricNames: readonly string[] = [
  ...rateMetrics,
  "p50_complete_ms",
  "p95_complete_ms",
  "p99_complete_ms",
  "p95_first_token_ms",
  "cost_per_accepted_usd",
  "cost_per_request_usd",
  "cost_per_workflow_usd",
];
