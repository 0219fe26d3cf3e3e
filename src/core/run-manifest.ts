import type { DecisionEntry } from "./decision-entry.ts";
import type { PolicyFile } from "./policy-file.ts";
import type { PreviousRun } from "./previous-run.ts";
import type { RefusedKey } from "./refused-key.ts";
import type { TimelineStart } from "./timeline.ts";
import type { LogSummary } from "./log-summary.ts";
import type { PriceSource } from "./route.ts";

/**
 * `run.json`: what a run was asked to do and with what. Like `comparison.json` it is a file that
 * users read, so its names are snake_case here too.
 */
export const RUN_SCHEMA_VERSION = 1;

/** `spend_cap`: the money ran out; like an interrupted run it can be resumed. */
export type RunStatus = "running" | "complete" | "interrupted" | "incomplete" | "spend_cap";

export interface RunInput {
  readonly role:
    | "dataset"
    | "data"
    | "registry"
    | "policy"
    | "prices"
    | "schema"
    | "exclude"
    | PolicyFile["role"];
  readonly path: string;
  readonly sha256: string;
}

/** US dollars per million tokens; null, and an absent cache write: not known. */
export interface RunTokenPrices {
  readonly input_per_mtok_usd: number | null;
  readonly cached_input_per_mtok_usd: number | null;
  readonly cache_write_per_mtok_usd?: number;
  readonly cache_write_long_per_mtok_usd?: number;
  readonly output_per_mtok_usd: number | null;
}

/** A price with all its parts, as costs were computed with it. */
export interface RunPrice extends RunTokenPrices {
  readonly per_request_usd: number;
  readonly tiers?: readonly (RunTokenPrices & { readonly above_input_tokens: number })[];
  readonly multipliers?: Readonly<Record<string, number>>;
  /** Absent: the run was made when every price was the route's own. */
  readonly source?: PriceSource;
}

/** One side of a comparison of two runs. */
export interface RunOfTwo {
  readonly run_id: string;
  /** As it was typed. */
  readonly folder: string;
  readonly policy: string;
}

export interface RunManifest {
  readonly schema_version: typeof RUN_SCHEMA_VERSION;
  readonly run_id: string;
  readonly tool_version: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly seed: number;
  /** ISO 8601: what counts as now for records without an arrival time; approvals expire by it. */
  readonly as_of: string;
  readonly provider: "table" | "log" | "recorded" | "simulated" | "live";
  readonly options: {
    readonly dataset: string;
    readonly baseline: string;
    readonly candidates: readonly string[];
    readonly registry: string | null;
    /** The prices file; absent or null: none. */
    readonly prices?: string | null;
    readonly limit: number | null;
    readonly sample: number | null;
    readonly filters: readonly string[];
    readonly repeat: number;
    /** How many times as fast as the log its records arrived; absent: it is no open loop. */
    readonly speed?: number;
    /** Absent: the run goes to its last record. */
    readonly stop_early?: "reject";
    readonly concurrency: number;
    /** Absent, like the three below: written before there were live runs. */
    readonly record?: string | null;
    readonly recordings?: string | null;
    readonly on_miss?: "fail" | "live" | "simulate";
    /** The cap in force: a resumed run may have been given another. */
    readonly max_spend_usd?: number | null;
    /** Calls were made for what the request log does not hold alone. Absent: for everything. */
    readonly only_uncovered?: true;
    /** The request log that the dataset was held against; absent: none. */
    readonly like?: string;
    readonly strict: boolean;
    readonly store_text: "full" | "none";
    readonly max_error_rate: number;
    readonly formats: readonly string[];
    /** The run's folder, as reports name it wherever it is moved. Absent: the run is an older one. */
    readonly out?: string;
    /** The earlier run that candidates are held against; absent: none. */
    readonly baseline_run?: string;
    /** Requests a month that costs are projected to; absent: nobody stated a volume. */
    readonly monthly_requests?: number;
    /** Which records have pages of their own; absent: as many as are of use. */
    readonly record_pages?: "all" | "changed" | "none";
    /** `junit.xml` has a case a record; absent: a case a gate. */
    readonly junit?: "records";
  };
  readonly inputs: readonly RunInput[];
  /** What judged the answers. Absent: the run is an older one. */
  readonly graders?: { readonly sha256: string; readonly names: readonly string[] };
  /** The prices that costs were computed with, by route; null: the route has none. */
  readonly prices: Readonly<Record<string, RunPrice | null>>;
  /** What was really paid, shared calls once; absent: nothing could be. */
  readonly spend?: {
    /** Requests that were sent, those of earlier sessions included. */
    readonly sent: number;
    readonly usd: number;
    /** Calls whose cost is not known, and what they may have cost at most. */
    readonly unknown_calls: number;
    readonly unknown_at_most_usd: number;
  };
  /** Names of the variables that routes take their keys from. Absent: the run is an older one. */
  readonly key_variables?: readonly string[];
  /** Keys that a provider refused: the run is incomplete. Absent: none. */
  readonly refused_keys?: readonly RefusedKey[];
  /** Where the replay's time starts: ISO 8601. Absent: no policy of the run reads any. */
  readonly timeline?: { readonly starts: TimelineStart; readonly starts_at: string };
  /** What the request log holds that the run replays; absent: the dataset is no log. */
  readonly log?: LogSummary;
  /** What was promoted and rolled back of the run's policies, oldest first. Absent: nothing was. */
  readonly decisions?: readonly DecisionEntry[];
  /** By candidate, where `--baseline-run` asked for it. */
  readonly previous?: readonly PreviousRun[];
  /** The folder holds no run, but a comparison of two. Absent: it holds a run. */
  readonly across?: { readonly before: RunOfTwo; readonly after: RunOfTwo };
  /** Said once to the reader of the report. */
  readonly warnings: readonly string[];
}
