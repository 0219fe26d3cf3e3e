import type { Estimate } from "./estimate.ts";
import type { MixDifference, SkippedFeature } from "./mix-difference.ts";

/** Whether a golden set is like a request log. Part of files that users read: snake_case. */
export interface DriftReport {
  readonly golden: DriftSide;
  readonly log: DriftSide;
  readonly features: readonly DriftFeature[];
  readonly not_compared: readonly SkippedFeature[];
  /** Absent: no outcomes of the golden set are at hand. */
  readonly post_stratified?: readonly PostStratified[];
  /** Said once to the reader. */
  readonly warnings: readonly string[];
}

export interface DriftSide {
  readonly name: string;
  readonly sha256: string;
  readonly records: number;
  /** Rows that could not be read: they are in no figure. */
  readonly rejected: number;
}

/** Shares are of the golden set first, then of the log. */
export interface DriftFeature extends MixDifference {
  /** `p_holm` is below 0.01 and at least one record in twenty would have to be another. */
  readonly shifted: boolean;
  /** Values of the log that no golden record has, the most frequent first. */
  readonly missing_in_golden: readonly string[];
  readonly log_share_missing: number;
}

/** A figure of the golden set as it is, and as it would be in the log's mix. */
export interface PlainAndWeighted {
  readonly plain: Estimate;
  readonly weighted: Estimate;
}

/** The golden set's figures with every value of a feature weighted as the log has it. */
export interface PostStratified {
  readonly by: string;
  /** Share of the log in values of which at least two golden records have an outcome. */
  readonly log_share_covered: number;
  readonly policies: Readonly<Record<string, WeightedFigures>>;
  /** Each candidate against the baseline. */
  readonly comparisons: readonly WeightedComparison[];
}

export interface WeightedFigures {
  readonly acceptance_rate: PlainAndWeighted;
  readonly cost_per_request_usd: PlainAndWeighted;
  readonly cost_per_accepted_usd: PlainAndWeighted;
}

export interface WeightedComparison {
  readonly candidate: string;
  readonly acceptance_rate_difference: PlainAndWeighted;
  readonly cost_per_accepted_ratio: PlainAndWeighted;
}
