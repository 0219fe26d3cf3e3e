import type { Estimate } from "./estimate.ts";

/**
 * What is known of one tag value alone. `cannot_detect`: too few records to find a loss of the size
 * that matters, which is not the same as finding none.
 */
export interface TestedSegment {
  readonly tag: string;
  readonly value: string;
  readonly pairs: number;
  /** Pairs that one arm alone got right. */
  readonly baseline_only: number;
  readonly candidate_only: number;
  /** Of the acceptance rates, two-sided at the policy's confidence. */
  readonly difference: Estimate;
  /** Of "the candidate is no worse here", exact and one-sided; 1 where no pair differs. */
  readonly p: number;
  /** The smallest loss that so many records show in four of five cases; null: none. */
  readonly smallest_detectable: number | null;
}

/** A segment that may not get worse; it can reject and never promotes. */
export interface GuardedSegment extends TestedSegment {
  /** Over all guard segments. */
  readonly p_holm: number;
  readonly status: "regressed" | "no_regression_found" | "cannot_detect";
}

/** A segment that nobody declared: a place to look at, not a finding. */
export interface ExploredSegment extends TestedSegment {
  /** Benjamini and Hochberg, over all explored segments. */
  readonly p_bh: number;
  readonly status: "flagged" | "no_regression_found" | "cannot_detect";
}

/** The whole says the opposite of every one of its parts. */
export interface SimpsonFinding {
  readonly tag: string;
  readonly metric: "cost_per_accepted_usd";
  readonly segments: number;
  readonly says: string;
}

/** Cost per accepted outcome as if both arms had accepted the baseline's mix of segments. */
export interface StandardisedCost {
  readonly by: string;
  readonly mix: "baseline_accepted";
  readonly baseline: Estimate;
  readonly candidate: Estimate;
  readonly ratio: Estimate;
}

/** How a candidate fares in each tag value, by what its policy declared of them before the run. */
export interface SegmentReport {
  /** The loss that a segment should be able to show. */
  readonly detects: number;
  readonly guard: readonly GuardedSegment[];
  readonly explored: readonly ExploredSegment[];
  readonly simpson: readonly SimpsonFinding[];
  readonly standardised_cost_per_accepted: readonly StandardisedCost[];
}
