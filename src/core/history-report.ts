import type { VerdictDecision } from "./comparison.ts";
import type { HistoryArm } from "./history-line.ts";

/** The last runs of an index, by policy and dataset: what `history --json` prints. */
export interface HistoryReport {
  /** The file that it was read from. */
  readonly index: string;
  /** Candidates first, then baselines, each by name. */
  readonly policies: readonly PolicyHistory[];
  /** What of the index could not be read. */
  readonly notes: readonly string[];
}

/** One policy on one dataset, oldest run first. */
export interface PolicyHistory {
  readonly policy: string;
  readonly dataset: string;
  readonly runs: readonly HistoryPoint[];
}

export interface HistoryPoint {
  readonly run_id: string;
  /** As seen from the index. */
  readonly folder: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  /** Null: the policy was the run's baseline, on which there is no verdict. */
  readonly verdict: VerdictDecision | null;
  /** False: too much of the run failed for reasons of ours, and its verdict does not count. */
  readonly complete: boolean;
  readonly figures: HistoryArm;
  /** What is not as it was in the run before: figures moved by it are no trend of the policy. */
  readonly changed: readonly HistoryChange[];
}

export type HistoryChange =
  "policy" | "dataset" | "graders" | "prices" | "source" | "tool" | "override";
