import { unknownFinding } from "../finding.ts";
import type { PreparedGate } from "../prepared-gate.ts";

/**
 * Figures of what a policy does, of which a log of what was served says nothing: a 0 would be
 * nobody's count.
 */
const untoldMetrics: ReadonlySet<string> = new Set([
  "unreviewed_fallback_rate",
  "policy_violation_rate",
  "escalation_rate",
  "review_rate",
  "degraded_rate",
  "downgraded_rate",
  "capped_rate",
  "gateway_fallback_rate",
  "gateway_retry_rate",
  "route_accuracy",
  "over_routed_rate",
  "under_routed_rate",
]);

export function isUntold(metric: string): boolean {
  return untoldMetrics.has(metric);
}

/** A gate on such a figure can neither pass nor fail. */
export function withoutUntold(gate: PreparedGate): PreparedGate {
  if (!isUntold(gate.metric)) return gate;
  return {
    ...gate,
    baseline: null,
    candidate: null,
    finding: unknownFinding("not_in_a_log", { n: 0, method: "none" }),
    isCount: false,
    sentence: () =>
      `${gate.metric} is not known: a log tells what was served, not what a policy decided or who approved it`,
  };
}
