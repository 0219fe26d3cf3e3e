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

/** A gate on a figure that is not known can neither pass nor fail. */
export function withoutFigure(gate: PreparedGate, reason: string, because: string): PreparedGate {
  return {
    ...gate,
    baseline: null,
    candidate: null,
    finding: unknownFinding(reason, { n: 0, method: "none" }),
    isCount: false,
    unpricedCalls: 0,
    sentence: () => `${gate.metric} is not known: ${because}`,
  };
}
