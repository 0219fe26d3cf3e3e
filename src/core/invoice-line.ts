import type { ProviderName } from "./route.ts";

/** What a provider's export counts; input kinds are disjoint, and reasoning is part of output. */
export const invoiceMeasures = [
  "input_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "output_tokens",
  "requests",
  "usd",
] as const;
export type InvoiceMeasure = (typeof invoiceMeasures)[number];

/** One figure of a day: a provider's, or ours. */
export interface InvoiceLine {
  /** UTC, such as 2026-11-21. */
  readonly day: string;
  /** Undefined: the export was not asked to tell models apart. */
  readonly model: string | undefined;
  readonly measure: InvoiceMeasure;
  /** Tokens or requests; of `usd` septillionths of a dollar. */
  readonly amount: bigint;
  /** Of a batch, which has its own prices and which no run sends. */
  readonly isBatch?: boolean;
  /** Of `usd`: at most how far the export's own rounding may lie off. */
  readonly roundedBy?: bigint;
}

/** A provider's export as figures by day, model and kind. */
export interface Invoice {
  readonly lines: readonly InvoiceLine[];
  /** Days that it speaks of, with or without any use. */
  readonly days: ReadonlySet<string>;
  /** What it would tell of: a kind that is not among them is not compared. */
  readonly measures: ReadonlySet<InvoiceMeasure>;
  /** Who wrote it: it says nothing of calls to anybody else. Undefined: it may speak of anybody's. */
  readonly providers?: ReadonlySet<ProviderName> | undefined;
  readonly notes: readonly string[];
}
