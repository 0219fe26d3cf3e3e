import type { DatasetKind } from "../core/dataset.ts";

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

/** A tag's column, or the part of a column that a pattern's first group cuts out. */
export type TagSource = string | { readonly from: string; readonly pattern: string };

export interface RecordColumns {
  readonly id: string | { readonly row_number: true };
  readonly prompt?: string | undefined;
  readonly messages?: string | undefined;
  readonly expected?: string | undefined;
  readonly group?: string | undefined;
  readonly workflow?: string | undefined;
  readonly owner?: string | undefined;
  readonly arrived_at?: string | undefined;
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

/** A manifest whose shape is right, under the names that users write. */
export interface ManifestShape {
  readonly dataset: string;
  readonly kind: DatasetKind;
  readonly source: { readonly path: string | readonly string[]; readonly format: string };
  readonly record: RecordColumns;
  readonly outcomes?: Readonly<Record<string, OutcomeColumns>> | undefined;
  readonly outcome?:
    (OutcomeColumns & { readonly route: string; readonly join?: string | undefined }) | undefined;
  readonly exclude?:
    | readonly { readonly path: string; readonly field: string; readonly equals: string }[]
    | undefined;
  readonly scoring?: readonly GraderEntry[] | undefined;
  readonly acceptance?: { readonly min_score?: number | undefined } | undefined;
}
