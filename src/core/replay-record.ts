import type { FailureKind } from "./failure.ts";
import type { JsonValue } from "./json.ts";
import type { LoggedRequest } from "./logged-request.ts";
import type { ModelRequest } from "./model-request.ts";
import type { Usage } from "./usage.ts";

/** A run-time fact about an answer that a trigger may see. */
export type Signal = string | number | boolean;

/** What one route is known to have answered for a record: a row of an outcome table. */
export interface KnownOutcome {
  readonly response: string | undefined;
  readonly accepted: boolean | undefined;
  readonly score: number | undefined;
  readonly usage: Usage;
  /** The table's own cost; absent: computed from usage and price. */
  readonly costNanoUsd: number | undefined;
  readonly latencyMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly error: FailureKind | undefined;
  readonly servedModel: string | undefined;
  readonly signals: Readonly<Record<string, Signal>>;
}

/** One request to replay, and what is known about good answers to it. */
export interface ReplayRecord {
  /** Position among the selected records, from 0: the index of every numeric column. */
  readonly ordinal: number;
  readonly id: string;
  /** File and line where the record starts, for messages. */
  readonly source: string;
  readonly request: ModelRequest;
  readonly expected: JsonValue | undefined;
  /** Records of one group belong together: clustered statistics. */
  readonly group: string | undefined;
  /** Requests of one workflow make one outcome together. */
  readonly workflow: string | undefined;
  readonly owner: string | undefined;
  readonly arrivedAtMs: number | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly features: Readonly<Record<string, Signal>>;
  /** By route name; present for outcome tables only. */
  readonly outcomes: ReadonlyMap<string, KnownOutcome> | undefined;
  /** What happened when it was served; on the records of request logs only. */
  readonly logged?: LoggedRequest;
}
