import type { HealthRule } from "../core/health-rule.ts";
import type { HealthShape } from "./shapes/health-shape.ts";

const TWO_MINUTES_MS = 120_000;

/** When a policy takes a route out of its traffic; absent: never. */
export function healthOf(shape: HealthShape | undefined): HealthRule | undefined {
  if (shape === undefined) return undefined;
  return {
    windowMs: shape.window_ms ?? TWO_MINUTES_MS,
    maxErrorRate: shape.max_error_rate ?? 0.05,
    minAttempts: shape.min_attempts ?? 20,
    cooldownMs: shape.cooldown_ms ?? TWO_MINUTES_MS,
    probes: shape.probes ?? 1,
    maxP95CompleteMs: shape.max_p95_complete_ms,
    maxP95FirstTokenMs: shape.max_p95_first_token_ms,
    counts: shape.counts ?? ["transient_error"],
  };
}
