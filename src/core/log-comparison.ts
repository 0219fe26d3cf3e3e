import type { Comparison, GateResult, Verdict } from "./comparison.ts";
import type { Estimate } from "./estimate.ts";
import type { PolicyMetrics } from "./metrics.ts";
import type { PlainAndWeighted } from "./drift.ts";
import type { LogSummary } from "./log-summary.ts";
import type { MixDifference, SkippedFeature } from "./mix-difference.ts";

/** What `compare-logs` writes as `comparison.json`: names are snake_case because it is a file. */
export const LOG_COMPARISON_SCHEMA_VERSION = 1;

/** Two request logs of other records each, as they were served: control and canary. */
export interface LogComparison {
  readonly schema_version: typeof LOG_COMPARISON_SCHEMA_VERSION;
  /** Whose gates were asked; it decided nothing. */
  readonly policy: { readonly name: string; readonly version: string };
  /** How quantiles are read off a sample. */
  readonly quantile: "nearest_rank";
  readonly control: ComparedLog;
  readonly canary: ComparedLog;
  readonly share: ShareCheck;
  /** Shares are of the control first, then of the canary. */
  readonly mix: readonly MixDifference[];
  readonly not_compared: readonly SkippedFeature[];
  /** Canary less, or over, control. */
  readonly differences: LogDifferences;
  /** The canary's figures in the control's mix, by each feature that both logs have. */
  readonly post_stratified: readonly CanaryInControlMix[];
  readonly gates: readonly GateResult[];
  readonly verdict: Verdict;
  /** Said once to the reader. */
  readonly warnings: readonly string[];
}

/** One log as it was served, with the figures that a policy of a run has. */
export interface ComparedLog extends Omit<PolicyMetrics, "version"> {
  readonly dataset: Comparison["dataset"];
  /** ISO 8601; null: no record says when it arrived. */
  readonly first_arrival: string | null;
  readonly last_arrival: string | null;
  readonly log?: LogSummary;
}

/** Whether the traffic was split as it was meant to be: a broken split compares other people. */
export interface ShareCheck {
  /** What was counted: groups where the logs have them, as those are what is assigned. */
  readonly unit: "records" | "groups";
  readonly control: number;
  readonly canary: number;
  /** Share of both that the canary was to get; null: nobody said. */
  readonly expected: number | null;
  readonly observed: number;
  /** Exact binomial, two-sided; null without an expected share. */
  readonly p: number | null;
  /** p below 0.001: nothing else in the comparison counts. */
  readonly mismatch: boolean;
}

export interface LogDifferences {
  readonly acceptance_rate_difference: Estimate;
  readonly accuracy_difference: Estimate;
  readonly schema_valid_rate_difference: Estimate;
  readonly error_rate_difference: Estimate;
  readonly cost_per_accepted_ratio: Estimate;
  readonly cost_per_accepted_difference_usd: Estimate;
  readonly cost_per_request_ratio: Estimate;
  readonly p95_complete_ratio: Estimate;
}

export interface CanaryInControlMix {
  readonly by: string;
  /** Share of the control in values of which the canary has at least two outcomes. */
  readonly control_share_covered: number;
  readonly acceptance_rate_difference: PlainAndWeighted;
  readonly cost_per_request_ratio: PlainAndWeighted;
}
