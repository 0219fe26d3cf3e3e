import type { NotCoveredReason } from "./attempt.ts";
import type { Estimate } from "./estimate.ts";
import type { LogSummary } from "./log-summary.ts";

/**
 * `coverage` in `comparison.json`: what a request log could tell of the run's policies, and what it
 * could not.
 */
export interface CoverageReport {
  readonly log: LogFacts;
  /** By policy, under the keys of `policies`. */
  readonly policies: Readonly<Record<string, PolicyCoverage>>;
}

/** What of one policy's outcomes the log holds. With repeats each counts. */
export interface PolicyCoverage {
  readonly covered: number;
  /** Of them, those that were called for this run; absent: nothing was called. */
  readonly fresh?: number;
  readonly not_covered: Readonly<Record<NotCoveredReason, number>>;
  /** Route that the policy decided on, to the one that the log's request first went to, to count. */
  readonly by_route: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** The first ten in the dataset's order; `uncovered.jsonl` holds all. */
  readonly first_uncovered: readonly string[];
}

/** The log by itself, whatever policy is asked about. */
export interface LogFacts extends Omit<LogSummary, "route_names" | "cost" | "tokens"> {
  /** Names of routes that the registry does not know: attempts of the replayed records. */
  readonly unknown_routes: Readonly<Record<string, number>>;
  /** How the replayed records were served, whoever decided. */
  readonly served: {
    /** Records with an end in the log: an answer, or a last failure. */
    readonly records: number;
    /** Answers that no grader judges: they count as not accepted. */
    readonly unjudged: number;
    readonly acceptance_rate: Estimate;
    readonly cost_per_request_usd: Estimate;
    readonly p95_complete_ms: Estimate;
  };
  readonly cost: CostAgreement;
}

/** What the log says that its attempts cost, beside usage times price. */
export interface CostAgreement {
  /** Which of the two counts in every figure. */
  readonly counts: "logged" | "recomputed";
  /** Of the attempts whose cost is logged. */
  readonly logged_usd: number;
  /** Of the attempts whose usage and price are known. */
  readonly recomputed_usd: number;
  /** Attempts for which both are known, and the two sums over just those. */
  readonly both: number;
  readonly logged_of_both_usd: number;
  readonly recomputed_of_both_usd: number;
  /** Of `both`: those that lie more than 1 % apart. */
  readonly differ: number;
  readonly unknown_logged: number;
  readonly unknown_recomputed: number;
}
