import type { Optional } from "../optional.ts";

/** When a route is taken out of the traffic, as a policy writes it. */
export type HealthShape = Optional<{
  window_ms: number;
  max_error_rate: number;
  min_attempts: number;
  cooldown_ms: number;
  probes: number;
  max_p95_complete_ms: number;
  max_p95_first_token_ms: number;
  counts: readonly string[];
}>;
