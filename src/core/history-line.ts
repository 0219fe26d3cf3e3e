import type { VerdictDecision } from "./comparison.ts";
import type { RunStatus } from "./run-manifest.ts";

/** Of the lines of `history.jsonl`. */
export const HISTORY_SCHEMA_VERSION = 1;

/** A value with its two-sided bounds; null: undefined, or unbounded. */
export type HistoryEstimate = readonly [
  value: number | null,
  lower: number | null,
  upper: number | null,
];

/** What a route did for a policy: its records are those that the policy decided to send there. */
export interface HistoryRoute {
  readonly share: number;
  readonly acceptance_rate: number | null;
  readonly cost_per_accepted_usd: number | null;
  readonly p95_ms: number | null;
  readonly error_rate: number | null;
}

export interface HistoryArm {
  readonly version: string;
  readonly acceptance_rate: HistoryEstimate;
  readonly cost_per_accepted_usd: HistoryEstimate;
  readonly p95_ms: HistoryEstimate;
  readonly error_rate: number | null;
  readonly cost_usd: number;
  /** By the route that was decided on. */
  readonly routes: Readonly<Record<string, HistoryRoute>>;
}

/**
 * A run in the index beside the run folders, a line a candidate. It is a file that users read, so
 * its names are snake_case.
 */
export interface HistoryLine {
  readonly schema_version: typeof HISTORY_SCHEMA_VERSION;
  readonly run_id: string;
  /** As seen from the index. */
  readonly folder: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  readonly status: RunStatus;
  readonly tool_version: string;
  readonly dataset: { readonly name: string; readonly sha256: string; readonly records: number };
  /** Null: the run is an older one and does not say. */
  readonly graders_sha256: string | null;
  readonly prices_sha256: string;
  readonly provider: string;
  readonly seed: number;
  readonly baseline: string;
  readonly candidate: string;
  readonly verdict: VerdictDecision;
  readonly first_reason: string;
  readonly gates: { readonly pass: number; readonly fail: number; readonly inconclusive: number };
  /** The two policies, by name. */
  readonly arms: Readonly<Record<string, HistoryArm>>;
  readonly discordant: { readonly baseline_only: number; readonly candidate_only: number };
  /** Promotions against a verdict, of the candidate's policy, up to this run; absent: none. */
  readonly overrides?: number;
}
