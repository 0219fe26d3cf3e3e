import type { DatasetKind } from "../core/dataset.ts";
import type { LogOptions } from "./logs/log-options.ts";

type Columns = Readonly<Record<string, string>>;

/** What one outcome is read from: field to column or path. */
export interface OutcomeColumns {
  readonly response?: string | undefined;
  readonly accepted?: string | undefined;
  readonly score?: string | undefined;
  readonly input_tokens?: string | undefined;
  readonly cached_input_tokens?: string | undefined;
  readonly output_tokens?: string | undefined;
  readonly reasoning_tokens?: string | undefined;
  readonly cost_usd?: string | undefined;
  readonly latency_ms?: string | undefined;
  readonly latency_s?: string | undefined;
  readonly first_token_ms?: string | undefined;
  readonly first_token_s?: string | undefined;
  readonly error?: string | undefined;
  readonly served_model?: string | undefined;
  readonly signals?: Columns | undefined;
}

/** What a log's own table may say besides, a row a call. */
export interface LogColumns {
  /** Of the route that was decided on, under the policy that wrote the log. */
  readonly propensity?: string | undefined;
  /** The whole distribution: a route's name to the column of its probability. */
  readonly propensities?: Columns | undefined;
  /** Whether input_tokens count the cached ones; inside if absent. */
  readonly usage_basis?: "inside" | "outside" | undefined;
}

/** A column of times; numbers in it count in this unit since 1970. */
export interface TimeSource {
  readonly from: string;
  readonly unit: TimeUnit;
}

export type TimeUnit = "s" | "ms" | "us" | "ns";

/** A tag's column, or the part of a column that a pattern's first group cuts out. */
export type TagSource = string | { readonly from: string; readonly pattern: string };

export interface RecordColumns {
  /** Absent: a log format knows where its ids stand. */
  readonly id?: string | { readonly row_number: true } | undefined;
  readonly prompt?: string | undefined;
  readonly messages?: string | undefined;
  readonly expected?: string | undefined;
  readonly group?: string | undefined;
  readonly workflow?: string | undefined;
  readonly owner?: string | undefined;
  readonly arrived_at?: string | TimeSource | undefined;
  readonly sla_ms?: string | undefined;
  readonly max_output_tokens?: string | undefined;
  readonly tools?: string | undefined;
  readonly tool_choice?: string | undefined;
  readonly response_schema?: string | undefined;
  readonly stream?: string | undefined;
  readonly tags?: Readonly<Record<string, TagSource>> | undefined;
  readonly features?: Columns | undefined;
}

/** An entry of `scoring`: what else it holds is the grader's own matter. */
export interface GraderEntry {
  readonly grader: string;
  readonly name?: string | undefined;
  readonly required?: boolean | undefined;
  readonly [option: string]: unknown;
}

/** How a log is read, under the names that users write. */
export interface LogSection {
  /** The log's names of routes or models to the registry's routes. */
  readonly routes?: Readonly<Record<string, string>> | undefined;
  readonly fold?:
    | "none"
    | { readonly by?: string | undefined; readonly max_gap_ms?: number | undefined }
    | undefined;
  readonly cost?: "logged" | "recomputed" | undefined;
}

/** A manifest whose shape is right, under the names that users write. */
export interface ManifestShape {
  readonly dataset: string;
  readonly kind: DatasetKind;
  readonly source: {
    readonly path: string | readonly string[];
    readonly format: string;
    readonly cost_unit?: LogOptions["costUnit"];
    readonly usage_basis?: LogOptions["usageBasis"];
    readonly latency_parts?: LogOptions["latencyParts"];
  };
  /** Absent: the log format knows where everything stands. */
  readonly record?: RecordColumns | undefined;
  readonly outcomes?: Readonly<Record<string, OutcomeColumns>> | undefined;
  readonly outcome?:
    | (OutcomeColumns &
        LogColumns & {
          /** Absent: a log that does not say by which route it was served. */
          readonly route?: string | undefined;
          readonly join?: string | undefined;
        })
    | undefined;
  readonly log?: LogSection | undefined;
  readonly exclude?:
    | readonly { readonly path: string; readonly field: string; readonly equals: string }[]
    | undefined;
  readonly scoring?: readonly GraderEntry[] | undefined;
  readonly acceptance?: { readonly min_score?: number | undefined } | undefined;
}
