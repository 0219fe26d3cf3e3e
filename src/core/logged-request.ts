import type { AttemptResult } from "./attempt.ts";
import type { Signal } from "./replay-record.ts";
import type { Usage } from "./usage.ts";

/** One call that a request log tells of. An absent field is not logged, never zero. */
export interface LoggedAttempt {
  /** The route's name as the log has it, or as the manifest's `log.routes` calls it. */
  readonly route: string | undefined;
  readonly requestedModel: string | undefined;
  readonly servedModel: string | undefined;
  /** In lower case. */
  readonly provider: string | undefined;
  /** Absent too where a cache answered: that is no latency of the model. */
  readonly latencyMs: number | undefined;
  readonly firstTokenMs: number | undefined;
  readonly result: LoggedResult;
  readonly usage: Usage;
  /** As logged: what the price list makes of the usage stands beside it, never in its place. */
  readonly costNanoUsd: number | undefined;
  /** Such as `batch` or `flex`: it has a price of its own. */
  readonly serviceTier: string | undefined;
  readonly isCacheHit: boolean;
}

/** `unseen`: it happened, but the log has no row of it. */
export type LoggedResult =
  Exclude<AttemptResult, { readonly kind: "not_covered" }> | { readonly kind: "unseen" };

/** What a request log holds of a record besides the request: what happened when it was served. */
export interface LoggedRequest {
  /** In the order they were made; the last one gave the answer, or was the last failure. */
  readonly attempts: readonly LoggedAttempt[];
  /** Of the route that was decided on, under the policy that wrote the log. */
  readonly propensity: number | undefined;
  /** By route name: the whole distribution, where the log holds it. */
  readonly propensities: Readonly<Record<string, number>> | undefined;
  /** The log's own verdict on the answer; the grader `recorded` reads it. */
  readonly accepted: boolean | undefined;
  readonly score: number | undefined;
  readonly signals: Readonly<Record<string, Signal>>;
  /** The prompt is not in the log: the record counts, and cannot be called again. */
  readonly isRedacted: boolean;
}
