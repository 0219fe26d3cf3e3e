import type { Ceiling } from "./ceiling.ts";
import type { HealthRule } from "./health-rule.ts";

/** What of the past a policy reads. Whoever replays it has to keep just that. */
export interface MemoryNeeds {
  readonly health: HealthRule | undefined;
  readonly latency: { readonly windowMs: number; readonly percentile: number } | undefined;
  /** In the order in which `Signals.ceilings` answers. */
  readonly ceilings: readonly Ceiling[];
  /** Whose health and latency are asked for. */
  readonly routes: readonly string[];
  /** Whether it reads how long a record waited before it was dispatched. */
  readonly queue: boolean;
}
