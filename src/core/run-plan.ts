/**
 * What `plan` says before anything runs. Like `comparison.json` it is printed as it stands, so its
 * names are snake_case here too.
 */
export const PLAN_SCHEMA_VERSION = 1;

/**
 * What so many records can make of a gate, found by the run's own gate code on made-up outcomes.
 * `only_if_better`: outcomes equal to the baseline's would not pass though the gate allows them.
 * `count`: a rule that one exception breaks and none keeps.
 */
export type GateReach = "attainable" | "only_if_better" | "cannot_pass" | "cannot_fail" | "count";

/** One gate of one candidate, before its run. */
export interface PlannedGate {
  readonly id: string;
  readonly candidate: string;
  readonly metric: string;
  readonly scope: string;
  readonly reach: GateReach;
  /** Whether the best outcomes that there can be pass, the worst fail, and equal ones pass. */
  readonly can_pass: boolean;
  readonly can_fail: boolean;
  /** Null: the gate holds the candidate against a limit, not against the baseline. */
  readonly passes_if_equal: boolean | null;
  /** Outcomes that the gate would speak of. */
  readonly n: number;
  /** Null: nothing is known that it could be reckoned from; `because` says what is missing. */
  readonly smallest_effect: SmallestEffect | null;
  readonly records_needed: PlannedRecords | null;
  /** Below which not even outcomes without a fault pass; null: there is no such number. */
  readonly fewest_records: number | null;
  /** In one sentence. */
  readonly because: string;
}

/** What passes with a chance of `power`, and what it was reckoned from. */
export interface SmallestEffect {
  /**
   * `share`: of failures, which a limit allows so many of; `difference`: of two shares; `ratio`: a
   * multiple of the limit.
   */
  readonly unit: "share" | "difference" | "ratio";
  /**
   * Distance of the true share from the limit; the change that is ruled out where there is none; or
   * the true figure over the limit: each shown with that chance.
   */
  readonly value: number;
  /** The true share of failures, change or figure that passes with that chance; null: none does. */
  readonly passes_from: number | null;
  readonly power: number;
  readonly assumed: string;
}

/** Records in all that make the gate pass with the chance planned for. */
export interface PlannedRecords {
  readonly assuming: string;
  /** Null: no number does, under that assumption. */
  readonly n: number | null;
  /** From where on no larger number falls short: passing is a sawtooth. Null: not reckoned. */
  readonly n_stable: number | null;
}

/** A sum that chance decides: its mean, the value that one run of ten exceeds, and the most it can be. */
export interface Forecast {
  readonly expected: number | null;
  readonly p90: number | null;
  /** Null: nothing bounds it. */
  readonly worst: number | null;
}

/** Where figures of a route come from, the surest first. */
export type FiguresFrom = "table" | "run" | "simulation" | "quality_table" | "price_list";

export interface PlannedRoute {
  readonly calls: number;
  /** Null: the route has no price, or nothing says how long its answers are. */
  readonly cost_usd: number | null;
  /** Mean of a call; null: not known. */
  readonly latency_ms: number | null;
  /** Share of its answers that are taken to be accepted; null: not known, or known by record. */
  readonly accepted: number | null;
  readonly from: FiguresFrom;
}

export interface RunPlan {
  readonly schema_version: typeof PLAN_SCHEMA_VERSION;
  readonly dataset: string;
  readonly provider: string;
  readonly records: number;
  /** Groups of records that belong together; null: every record stands alone. */
  readonly clusters: number | null;
  readonly repeats: number;
  readonly baseline: string;
  readonly candidates: readonly string[];
  readonly gates: readonly PlannedGate[];
  readonly calls: Forecast;
  readonly cost_usd: Forecast;
  /** Routes that are called and have no known cost: unknown, never nothing. */
  readonly unpriced_routes: readonly string[];
  /** Of calls in real time on so many slots; on a virtual clock no such time passes. */
  readonly duration_s: Forecast & { readonly bound_by: string | null };
  readonly routes: Readonly<Record<string, PlannedRoute>>;
  readonly notes: readonly string[];
}
