import type { Estimate } from "./estimate.ts";

/**
 * What a request log says of a candidate beyond the records on which it would have done the same:
 * `off_policy` of a comparison. It describes; no gate reads it.
 */
export interface OffPolicyReport {
  readonly agreement: Agreement;
  /** Figures of the records on which both policies do as the log did. They speak for no others. */
  readonly conditional_on_agreement: {
    readonly records: number;
    readonly baseline: AgreeingFigures;
    readonly candidate: AgreeingFigures;
  };
  /**
   * Bounds whose unknown outcomes are all the worst, and all the best. They leave sampling error
   * out, which the bounds of the gates have.
   */
  readonly worst_case: {
    readonly baseline_acceptance_rate: Estimate;
    readonly candidate_acceptance_rate: Estimate;
    readonly acceptance_rate_difference: Estimate;
  };
  /** Whether the log drew its routes: `unknown` where it holds no propensities. */
  readonly logging: "stochastic" | "deterministic" | "unknown";
  /** Absent: the log holds no propensities. */
  readonly support?: Support;
  /** Absent: the log holds no propensities. Null values: refused, and `refused` says why. */
  readonly estimates?: OffPolicyEstimates;
  /** Why nothing is estimated, the gravest reason first; empty: it is, or nothing was asked. */
  readonly refused: readonly string[];
}

/** How often the candidate decides as the log did. */
export interface Agreement {
  readonly records: number;
  readonly same_route: number;
  readonly share: number | null;
  /** Records without a prompt. */
  readonly redacted: number;
  /** Records with an attempt that the log tells of without showing it. */
  readonly unseen: number;
}

export interface AgreeingFigures {
  readonly acceptance_rate: Estimate;
  readonly cost_per_request_usd: Estimate;
  readonly p95_complete_ms: Estimate;
}

/** How much of the log speaks for the candidate. */
export interface Support {
  /** Records with a propensity and a decision: those that the estimates are made from. */
  readonly records: number;
  /** Mean probability of the candidate on routes that the log never takes there. */
  readonly unsupported_mass: number;
  /** Whether that is known: the log holds every route's probability. */
  readonly is_whole_distribution: boolean;
  readonly effective_records: number;
  readonly effective_share: number;
  readonly largest_weight_share: number;
  /** 1 where the propensities are right, but for chance. */
  readonly mean_weight: number;
  /** Null: it has no error to be held against. */
  readonly mean_weight_z: number | null;
}

/** The candidate's figures on all records, as weighted records of the log tell of them. */
export interface OffPolicyEstimates {
  readonly acceptance_rate: ValueEstimates;
  readonly cost_per_request_usd: ValueEstimates;
  readonly p95_complete_ms: { readonly weighted_ecdf: Estimate };
}

/** `snips` is the headline; the others stand beside it. */
export interface ValueEstimates {
  readonly snips: Estimate;
  readonly doubly_robust: Estimate;
  readonly ips: Estimate;
}
