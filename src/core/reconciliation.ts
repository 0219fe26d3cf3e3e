import type { InvoiceMeasure } from "./invoice-line.ts";

/** Why a difference is none of the run's. */
export type ExplainedBy =
  | "batch_tier"
  | "unknown_outcomes"
  | "rounding"
  | "day_outside_run"
  | "day_outside_invoice"
  | "model_never_called";

/** One day, model and measure on both sides. Amounts as of an invoice line. */
export interface ReconciledRow {
  readonly day: string;
  /** Undefined: the invoice does not tell models apart. */
  readonly model: string | undefined;
  readonly measure: InvoiceMeasure;
  readonly ours: bigint;
  readonly theirs: bigint;
  /** Theirs less ours. */
  readonly difference: bigint;
  readonly explained: readonly { readonly by: ExplainedBy; readonly amount: bigint }[];
  /** What is left of the difference. */
  readonly unexplained: bigint;
  /** Only one side can speak of it: it counts for nothing. */
  readonly isOutside: boolean;
}

/** A measure over all rows that both sides speak of. */
export interface ReconciledTotal {
  readonly measure: InvoiceMeasure;
  readonly ours: bigint;
  readonly theirs: bigint;
  /** Sum of the rows' unexplained amounts, each without its sign: they do not cancel out. */
  readonly unexplained: bigint;
  readonly isWithin: boolean;
}

/** A run held against a provider's export. */
export interface Reconciliation {
  readonly rows: readonly ReconciledRow[];
  readonly totals: readonly ReconciledTotal[];
  /** Largest share of theirs that may stay unexplained, measure by measure. */
  readonly tolerance: number;
  /** `no_overlap`: no day, model and kind of tokens stands on both sides. */
  readonly status: "within" | "over" | "no_overlap";
  /** Whose calls these are. */
  readonly ours: string;
  readonly notes: readonly string[];
}
