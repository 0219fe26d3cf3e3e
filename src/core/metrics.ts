/** The figures of `comparison.json`, named as the file names them. */
import type { FailureRow } from "./charts/failure-row.ts";
import type { JointRegion } from "./charts/joint-region.ts";
import type { LatencyCurves } from "./charts/latency-curve.ts";
import type { OutcomeFlow } from "./charts/outcome-flow.ts";
import type { Estimate } from "./estimate.ts";
import type { ProviderFailover } from "./routes-in-use.ts";
import type { Timeline } from "./timeline.ts";

export interface LatencyMetrics {
  readonly p50_ms: Estimate;
  readonly p95_ms: Estimate;
  readonly p99_ms: Estimate;
  /** Outcomes whose latency is not known. */
  readonly unknown: number;
}

export interface CostMetrics {
  readonly total_usd: number;
  readonly per_request_usd: number | null;
  /** The same with its interval, of a policy's `overall` alone: what a projection is made of. */
  readonly per_request?: Estimate;
  readonly per_accepted_usd: Estimate;
  readonly retries_usd: number;
  readonly fallbacks_usd: number;
  readonly escalations_usd: number;
  readonly not_accepted_usd: number;
  /** Attempts whose cost is not known: the totals are at least what they say. */
  readonly unknown_attempts: number;
  /** What gateways say that calls cost: beside our figures, never in them. Absent: none said. */
  readonly reported_cost_usd?: number;
  /** Attempts that `reported_cost_usd` speaks of. */
  readonly reported_attempts?: number;
  /** Our own figure for those attempts; null: not known of one of them. */
  readonly own_cost_of_reported_usd?: number | null;
  /** What saying what the records are about cost: in none of the figures above. Absent: nobody did. */
  readonly classifier_usd?: number;
  /** Records whose classification cost an unknown amount. */
  readonly classifier_unknown?: number;
  /** `per_accepted_usd` with the classifier's cost in it: beside that figure, never instead. */
  readonly per_accepted_with_classifier_usd?: Estimate;
}

export interface TokenMetrics {
  readonly input_uncached: number;
  readonly input_cache_read: number;
  readonly input_cache_write: number;
  readonly output: number;
  readonly output_reasoning: number;
  readonly unknown_attempts: number;
}

/** What gateways did by themselves behind the calls of some records. */
export interface GatewayMetrics {
  /** Records with a call through a gateway: the denominator of the rates. */
  readonly records: number;
  readonly fallback_rate: Estimate;
  readonly retry_rate: Estimate;
  /** Answers through the policy's gateway of which nobody knows what served. */
  readonly untold: number;
}

export interface Metrics {
  readonly records: number;
  readonly attempts: number;
  readonly accepted: number;
  readonly acceptance_rate: Estimate;
  readonly accuracy: Estimate;
  /** Mean value of each grader, by name. */
  readonly graders: Readonly<Record<string, Estimate>>;
  readonly schema_valid_rate: Estimate;
  readonly schema_error_rate: Estimate;
  readonly latency: LatencyMetrics;
  readonly first_token: LatencyMetrics;
  /** From arrival to the end of the answer; absent, like the next: the run is no open loop. */
  readonly response_time?: LatencyMetrics;
  /** In line for one of the slots and for the limits of routes: part of the response time. */
  readonly queue_wait?: LatencyMetrics;
  readonly cost: CostMetrics;
  readonly tokens: TokenMetrics;
  readonly retry_rate: Estimate;
  readonly fallback_rate: Estimate;
  readonly unreviewed_fallback_rate: Estimate;
  /** Records for which a gateway served what the policy does not allow. */
  readonly policy_violation_rate: Estimate;
  readonly escalation_rate: Estimate;
  readonly review_rate: Estimate;
  /** Outcomes of a reduced scope or a static answer; absent: none. */
  readonly degraded_rate?: Estimate;
  /** Outcomes that a ceiling took to a cheaper route; absent: none. */
  readonly downgraded_rate?: Estimate;
  /** Outcomes that a ceiling kept from the route they would have had, or ended; absent: none. */
  readonly capped_rate?: Estimate;
  readonly error_rate: Estimate;
  readonly evidence_complete_rate: Estimate;
  readonly errors: Readonly<Record<string, number>>;
  readonly endings: Readonly<Record<string, number>>;
  readonly served_models: Readonly<Record<string, number>>;
  readonly providers: Readonly<Record<string, number>>;
  readonly not_covered: number;
  readonly coverage: number;
  readonly route_accuracy?: Estimate;
  readonly over_routed_rate?: Estimate;
  readonly under_routed_rate?: Estimate;
  readonly regret_usd?: number;
  /** Absent: no call went through a gateway. */
  readonly gateway?: GatewayMetrics;
}

/** A decided route's own attempts, whatever became of the records. */
export interface RouteMetrics extends Metrics {
  readonly attempt_latency: LatencyMetrics;
  readonly attempt_errors: Readonly<Record<string, number>>;
}

/** Expected or counted figures of a policy that nobody wrote: oracle, single route, random mix. */
export interface ReferenceMetrics {
  readonly records: number;
  readonly accepted: number;
  readonly acceptance_rate: Estimate;
  readonly accuracy: Estimate;
  readonly latency?: LatencyMetrics;
  /** Absent: the figures are counted or expected, not sampled, or the run is an older one. */
  readonly joint?: JointRegion;
  readonly cost: Pick<CostMetrics, "total_usd" | "per_request_usd" | "unknown_attempts"> & {
    readonly per_accepted_usd: Estimate;
  };
}

/** How well a policy's classifier did, and what it took: none of it is in any other figure. */
export interface ClassificationMetrics {
  /** A model's latency and cost are measured; those of the others are what the policy states. */
  readonly by: "label" | "rules" | "neighbours" | "model";
  /** Outcomes with a classification, covered or not. */
  readonly records: number;
  readonly unsure_rate: Estimate;
  /** Outcomes of a sure intent that has no route: they went where the unsure ones go. */
  readonly without_route: number;
  /** How a model's calls failed, or `not_covered`, to count. */
  readonly failures: Readonly<Record<string, number>>;
  /** Share that is sure and right, of those with a golden tag; absent: the policy names none. */
  readonly accuracy?: Estimate;
  /** Golden intent to the sure one to count. */
  readonly confusion?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Golden intent to how often the classifier was unsure of it. */
  readonly unsure?: Readonly<Record<string, number>>;
  readonly latency: LatencyMetrics;
  /** Of the known costs. */
  readonly cost_usd: number;
  readonly unknown_costs: number;
}

export interface WorkflowMetrics {
  readonly count: number;
  readonly cost_per_workflow_usd: number | null;
  readonly max_cost_usd: number | null;
}

/** A record for which a gateway served what its policy does not allow. */
export interface PolicyViolation {
  readonly record: string;
  readonly because: string;
}

export interface PolicyMetrics {
  readonly version: string;
  readonly overall: Metrics;
  readonly routes: Readonly<Record<string, RouteMetrics>>;
  readonly served_routes: Readonly<Record<string, Metrics>>;
  readonly segments: Readonly<Record<string, Readonly<Record<string, Metrics>>>>;
  readonly owners: Readonly<Record<string, Metrics>>;
  readonly workflows: WorkflowMetrics;
  /** Of a `label` grader: expected label to answered label to count. */
  readonly confusion?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Absent: the policy does not classify. */
  readonly classification?: ClassificationMetrics;
  /** The first ten in the dataset's order; absent: there is none. */
  readonly first_violations?: readonly PolicyViolation[];
  /** By provider pair, sorted; absent: the run's routes were not looked at. */
  readonly failover?: readonly ProviderFailover[];
  /** Absent: the policy reads no time, and its answers do not depend on it. */
  readonly timeline?: Timeline;
  /** Absent, like the three below: the run was compared before there were charts. */
  readonly latency_curves?: LatencyCurves;
  readonly flow?: OutcomeFlow;
  readonly joint?: JointRegion;
  /** Most frequent first. */
  readonly failures?: readonly FailureRow[];
}
