import type { Estimate } from "./estimate.ts";
import type { ReferenceMetrics } from "./metrics.ts";

/**
 * What `tune --json` prints. Like `comparison.json` it is read by programs, so its names are
 * snake_case here too.
 */
export const TUNE_SCHEMA_VERSION = 1;

/** A value that a sweep puts into a policy: a threshold, a weight, a word, or a list of routes. */
export type SweptValue = number | string | readonly string[];

/** A swept value as people read it: a list in brackets. */
export function sweptValueText(value: SweptValue): string {
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}

/** One value for each key that is swept, by the key's path in the policy. */
export type TuneSetting = Readonly<Record<string, SweptValue>>;

/** What a way to route makes of some records. */
export interface TunePoint extends ReferenceMetrics {
  /** Share of the records by the route that was decided on; those without a route are in none. */
  readonly shares: Readonly<Record<string, number>>;
  /** Records for which nothing is known of what was called. */
  readonly not_covered: number;
}

export interface TunedSetting {
  readonly setting: TuneSetting;
  readonly fit: TunePoint;
  readonly held_out: TunePoint;
  /** Place of a setting that accepts no less for no more, held out; null: there is none. */
  readonly dominated_by: number | null;
}

/** A route for each value of a tag, chosen by what it accepted among the fit records. */
export interface BestPerCategory {
  readonly by: string;
  readonly fitted_on: "fit split";
  readonly routes: Readonly<Record<string, string>>;
  readonly fit: TunePoint;
  readonly held_out: TunePoint;
}

/** What takes no tuning at all, each on the held-out records. */
export interface TuneBaselines {
  /** The policy as it is written. */
  readonly as_written: TunePoint;
  readonly single: Readonly<Record<string, TunePoint>>;
  /** Expected of a draw at the chosen setting's own shares; absent: nothing is chosen. */
  readonly random_mix?: ReferenceMetrics;
  readonly best_per_category: readonly BestPerCategory[];
  /**
   * The cheapest accepted route of each record, of the routes that nearly all records are known of;
   * absent: no record's outcomes and costs are known on all of them.
   */
  readonly oracle?: ReferenceMetrics;
}

/** The sweep as one curve, on the held-out records that every setting and route covers. */
export interface TuneFrontier {
  readonly records: number;
  readonly weak: string | null;
  readonly strong: string | null;
  /** By share of records for which the strong route was called, rising. */
  readonly curve: readonly {
    readonly setting: number;
    readonly strong_share: number;
    readonly acceptance_rate: number;
  }[];
  /** Share of the gap between the two routes that is recovered, averaged over all shares. */
  readonly apgr: Estimate;
  /** Of routers that draw at random, over so many seeds, on the same records. */
  readonly random_apgr: Estimate;
  /** Per cent of strong calls that recover so many per cent of the gap. */
  readonly cpt: Readonly<Record<"20" | "50" | "80", Estimate>>;
  /** Whether more strong calls never accept less: else a CPT is the first crossing of several. */
  readonly monotone: boolean | null;
  /** Mean acceptance along the settings worth having, over the range of costs per request. */
  readonly aiq: Estimate;
  readonly aiq_cost_range_usd: readonly [number, number] | null;
}

export interface TuneSplit {
  /** Share of the records, or of their groups, that settings are chosen on. */
  readonly fit: number;
  readonly seed: number;
  readonly fit_records: number;
  readonly held_out_records: number;
  /** Whether the figures are of the very records that the setting was chosen on. */
  readonly in_sample: boolean;
}

export type TuneObjective = "cost_per_accepted" | "acceptance";

export interface TuneChoice {
  /** Place in `settings`. */
  readonly index: number;
  readonly setting: TuneSetting;
  readonly why: string;
  /** The policy that was written; null: none was asked for. */
  readonly file: string | null;
  readonly version: string;
}

export interface TuneReport {
  readonly schema_version: typeof TUNE_SCHEMA_VERSION;
  readonly policy: string;
  readonly version: string;
  readonly dataset: { readonly name: string; readonly sha256: string; readonly records: number };
  /** Where the outcomes come from. */
  readonly source: "table" | "recordings" | "run";
  readonly objective: TuneObjective;
  readonly limits: {
    readonly min_acceptance: number | null;
    readonly max_cost_per_request_usd: number | null;
  };
  readonly split: TuneSplit;
  readonly settings: readonly TunedSetting[];
  readonly baselines: TuneBaselines;
  readonly frontier: TuneFrontier;
  /** Null: no setting keeps the limits; `notes` say why. */
  readonly chosen: TuneChoice | null;
  readonly notes: readonly string[];
}
