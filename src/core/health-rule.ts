/** When a policy takes a route out of its traffic, and when it lets it back. */
export interface HealthRule {
  /** How far back attempts count. */
  readonly windowMs: number;
  /** 0..1: a route with a larger share of errors is excluded. */
  readonly maxErrorRate: number;
  /** With fewer attempts in the window nothing is concluded. */
  readonly minAttempts: number;
  /** From the exclusion to the first probe. */
  readonly cooldownMs: number;
  /** Good attempts in a row that let a route back. */
  readonly probes: number;
  readonly maxP95CompleteMs: number | undefined;
  readonly maxP95FirstTokenMs: number | undefined;
  /** What counts as an error: failure kinds, and `transient_error` for all that pass by themselves. */
  readonly counts: readonly string[];
}
