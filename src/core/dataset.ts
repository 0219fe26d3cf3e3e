import type { GraderSpec } from "./grader-spec.ts";
import type { LogSummary } from "./log-summary.ts";

export type DatasetKind = "golden" | "log" | "outcomes";

/** What the checking pass found out about a dataset, before anything is replayed. */
export interface DatasetSummary {
  readonly name: string;
  readonly kind: DatasetKind;
  /** Over manifest and data files, in the order they are named. */
  readonly sha256: string;
  /** Records that will be replayed. */
  readonly records: number;
  /** Rows that could not be read. */
  readonly rejected: number;
  /** Records left out by the manifest's `exclude` lists. */
  readonly excluded: number;
  /** Routes that appear in an outcome table. */
  readonly routes: readonly string[];
  readonly tagNames: readonly string[];
  readonly scoring: readonly GraderSpec[];
  readonly minScore: number | undefined;
  readonly warnings: readonly string[];
  /** Of request logs only. */
  readonly log?: LogSummary;
}

/** A row that could not be read: a line of `rejected.jsonl`. */
export interface RejectedRow {
  readonly file: string;
  readonly line: number;
  readonly column: string | undefined;
  readonly reason: string;
}
