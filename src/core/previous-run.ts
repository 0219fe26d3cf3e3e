import type { PolicyComparison } from "./comparison.ts";
import type { Estimate } from "./estimate.ts";
import type { NewFailure } from "./new-failure.ts";

/**
 * A candidate against what it, or the policy of its name, did in an earlier run. It stands in
 * `run.json`: the verdict does not depend on it.
 */
export type PreviousRun = PreviousRunAsked &
  (
    | { readonly status: "none"; readonly because: string }
    | (EarlierRun & { readonly status: "incomparable"; readonly differences: readonly string[] })
    | (EarlierRun & { readonly status: "compared" } & PreviousFigures)
  );

export interface PreviousRunAsked {
  readonly candidate: string;
  /** `last-green`, or the folder of a run. */
  readonly asked: string;
}

interface EarlierRun {
  readonly run_id: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  /** Between the starts of the two runs. */
  readonly age_days: number;
  /** Why the earlier run may no longer say much; empty: it is recent. */
  readonly stale: readonly string[];
}

interface PreviousFigures {
  readonly policy_version_changed: boolean;
  readonly pairs: number;
  readonly acceptance_rate_difference: Estimate;
  readonly cost_per_accepted_ratio: Estimate;
  readonly p95_complete_ratio: Estimate;
  readonly discordant: PolicyComparison["discordant"];
  /** The first ten records that the earlier run got right and this one does not. */
  readonly new_failures: readonly NewFailure[];
}
