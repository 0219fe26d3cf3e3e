/**
 * `comparison.json` as it is written and read: names are snake_case because the file is the
 * contract, and a second set of names would only have to be kept in step with it.
 */
import type { ChangedPairs } from "./charts/changed-pairs.ts";
import type { CostWaterfall } from "./charts/cost-waterfall.ts";
import type { CoverageReport } from "./coverage.ts";
import type { DatasetKind } from "./dataset.ts";
import type { DriftReport } from "./drift.ts";
import type { Estimate } from "./estimate.ts";
import type { PolicyMetrics, ReferenceMetrics } from "./metrics.ts";
import type { NewFailure } from "./new-failure.ts";
import type { OffPolicyReport } from "./off-policy.ts";
import type { EarlyRejection, StoppedEarly } from "./early-rejection.ts";
import type { ReplayPace } from "./open-loop.ts";
import type { RoutesInUse } from "./routes-in-use.ts";
import type { SegmentReport } from "./segment-report.ts";

export const COMPARISON_SCHEMA_VERSION = 1;

export type GateStatus = "pass" | "fail" | "inconclusive";

export interface GateResult {
  /** Such as `acceptance_rate max_drop 0.02 [risk_class=high]`; unique within its comparison. */
  readonly id: string;
  readonly metric: string;
  /** Where it was asked: `promotion.gates`, `acceptance_tests`, `latency`, `cost` or `evidence`. */
  readonly asked_by: string;
  /** `overall`, `TAG=VALUE` or `route NAME`. */
  readonly scope: string;
  readonly bound: "min" | "max" | "max_drop" | "max_rise" | "max_ratio" | "min_ratio";
  readonly threshold: number;
  readonly baseline: number | null;
  readonly candidate: number | null;
  /** What is held against the threshold, with the one-sided bounds that decide. */
  readonly observed: Estimate;
  readonly status: GateStatus;
  /** p-value of "the gate is met"; 1 without data. */
  readonly p_violated: number;
  readonly p_violated_holm: number;
  /** How many records in all would settle an inconclusive gate; null: none would, or settled. */
  readonly records_needed: number | null;
  readonly because: string;
}

export type VerdictDecision = "promote" | "reject" | "inconclusive";

export interface Verdict {
  readonly decision: VerdictDecision;
  /** The first is the one for a headline. */
  readonly reasons: readonly string[];
}

export interface PolicyComparison {
  readonly candidate: string;
  readonly pairs: number;
  readonly acceptance_rate_difference: Estimate;
  readonly schema_valid_rate_difference: Estimate;
  readonly accuracy_difference: Estimate;
  readonly cost_per_accepted_ratio: Estimate;
  readonly cost_per_accepted_difference_usd: Estimate;
  /** Absent: the run was compared before this was read. */
  readonly cost_per_request_difference_usd?: Estimate;
  readonly p95_complete_ratio: Estimate;
  /**
   * Pairs on the same route that were sent one call between them: both are charged for it, and their
   * latencies are the same by construction. Absent: the run shared none.
   */
  readonly shared_calls?: number;
  readonly discordant: { readonly baseline_only: number; readonly candidate_only: number };
  /** Of the discordant pairs; with clusters a sign test of each cluster's net difference. */
  readonly mcnemar_mid_p: number;
  readonly mcnemar_exact_p: number;
  /** The first ten in the dataset's order. */
  readonly new_failures?: readonly NewFailure[];
  /** Absent, like the next: the run was compared before there were charts. */
  readonly changed?: ChangedPairs;
  readonly waterfall?: CostWaterfall;
  readonly gates: readonly GateResult[];
  /** Absent: the outcomes are not those of a request log. No gate reads it. */
  readonly off_policy?: OffPolicyReport;
  /** Absent: nobody looked before the end, or nothing was shown by then. */
  readonly early_rejection?: EarlyRejection;
  /** Absent: no record has a tag. */
  readonly segments?: SegmentReport;
  readonly verdict: Verdict;
}

export interface Comparison {
  readonly schema_version: typeof COMPARISON_SCHEMA_VERSION;
  readonly dataset: {
    readonly name: string;
    readonly kind: DatasetKind;
    readonly sha256: string;
    readonly records: number;
    readonly rejected: number;
    readonly excluded: number;
  };
  readonly baseline: string;
  readonly candidates: readonly string[];
  /** How quantiles are read off a sample. */
  readonly quantile: "nearest_rank";
  readonly repeats: number;
  /** Absent: a closed loop, in which latency is service time at the run's concurrency. */
  readonly pace?: ReplayPace;
  /** Absent: every record was replayed. */
  readonly stopped_early?: StoppedEarly;
  readonly policies: Readonly<Record<string, PolicyMetrics>>;
  /** Absent: the outcomes are not those of a request log. */
  readonly coverage?: CoverageReport;
  /** Absent: the run's routes were not looked at. */
  readonly routes?: RoutesInUse;
  /** Absent: no request log was named that the dataset should be like. */
  readonly drift?: DriftReport;
  readonly references: {
    readonly oracle?: ReferenceMetrics;
    readonly single_routes?: Readonly<Record<string, ReferenceMetrics>>;
    readonly random_mix?: Readonly<Record<string, ReferenceMetrics>>;
  };
  readonly comparisons: readonly PolicyComparison[];
}
