import type { CallEvidence } from "./call-evidence.ts";
import type { AttemptFailure } from "./failure.ts";
import type { JsonObject } from "./json.ts";
import type { Signal } from "./replay-record.ts";
import type { EndpointFamily, ProviderName } from "./route.ts";
import type { AttemptKind } from "./step.ts";
import type { Usage } from "./usage.ts";

/** Why a model stopped, in our words, with the provider's word kept. */
export interface FinishReason {
  readonly kind: "stop" | "length" | "tool_calls" | "content_filter" | "unrecognized";
  readonly raw: string | undefined;
}

export interface ModelResponse {
  /** Absent: the source does not hold the text (an outcome table without a response column). */
  readonly text: string | undefined;
  readonly finishReason: FinishReason;
  readonly toolCalls: readonly JsonObject[];
  readonly signals: Readonly<Record<string, Signal>>;
}

export type AttemptResult =
  | { readonly kind: "response"; readonly response: ModelResponse }
  | { readonly kind: "failure"; readonly failure: AttemptFailure }
  /** Nothing is known of what this route would have answered: loss of coverage, not an error. */
  | { readonly kind: "not_covered"; readonly because?: NotCoveredReason };

/**
 * Why a log says nothing of a call: it was served by another route, so often it was not attempted,
 * its prompt is not kept, or the log's name for the route is not in the registry.
 */
export type NotCoveredReason = "other_route" | "attempt_not_logged" | "redacted" | "route_unknown";

/** One provider call. Durations come from the clock in force. */
export interface Attempt {
  /** From 0 within its outcome. */
  readonly index: number;
  readonly kind: AttemptKind;
  readonly because: string;
  readonly isUnreviewed: boolean;
  readonly route: string;
  readonly provider: ProviderName;
  readonly requestedModel: string;
  readonly servedModel: string | undefined;
  readonly endpointFamily: EndpointFamily | undefined;
  /** When it asked for a slot of the harness. */
  readonly queuedAtMs: number;
  /** When it was sent; the difference is the harness's own wait, never latency. */
  readonly dispatchedAtMs: number;
  /** Nominal wait before it (backoff, the provider's hint): part of the caller's latency. */
  readonly waitedMs: number;
  /** From dispatch to the first token; absent: not streamed or not known. */
  readonly firstTokenMs: number | undefined;
  /** From dispatch to the end of answer or failure; absent: not known. */
  readonly latencyMs: number | undefined;
  readonly result: AttemptResult;
  /** Absent: nothing was checked. */
  readonly schemaValid: boolean | undefined;
  readonly usage: Usage;
  /** Absent: unknown, never zero. */
  readonly costNanoUsd: number | undefined;
  /** Absent: there was no wire. */
  readonly evidence?: CallEvidence;
}
