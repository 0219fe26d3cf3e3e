import type { FinishReason } from "../../core/attempt.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { Message } from "../../core/model-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import type { UsageLine } from "../../core/usage-line.ts";

/**
 * A request with all its calls, in our own words: a line of the format `routeproof`, which `import`
 * writes and users may read. An absent field is not known, never zero; a call by itself is a
 * request of one call, and folding joins them.
 */
export interface LogLine {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at_ms?: number | undefined;
  readonly messages?: readonly Message[] | undefined;
  /** The prompt is not kept. */
  readonly redacted?: true | undefined;
  readonly group?: string | undefined;
  readonly workflow?: string | undefined;
  readonly owner?: string | undefined;
  readonly expected?: JsonValue | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly features?: Readonly<Record<string, Signal>> | undefined;
  readonly tools?: readonly JsonObject[] | undefined;
  readonly tool_choice?: string | undefined;
  readonly response_schema?: JsonValue | undefined;
  readonly sla_ms?: number | undefined;
  readonly max_output_tokens?: number | undefined;
  readonly stream?: true | undefined;
  /** What the log counted; there where the prompt is not. */
  readonly prompt_tokens?: number | undefined;
  readonly propensity?: number | undefined;
  readonly propensities?: Readonly<Record<string, number>> | undefined;
  /** The log's own verdict. */
  readonly accepted?: boolean | undefined;
  readonly score?: number | undefined;
  readonly signals?: Readonly<Record<string, Signal>> | undefined;
  readonly attempts: readonly LogAttempt[];
}

/** In the order in which they are written. */
export const lineFields: readonly (keyof LogLine)[] = [
  "id",
  "at_ms",
  "messages",
  "redacted",
  "group",
  "workflow",
  "owner",
  "expected",
  "tags",
  "features",
  "tools",
  "tool_choice",
  "response_schema",
  "sla_ms",
  "max_output_tokens",
  "stream",
  "prompt_tokens",
  "propensity",
  "propensities",
  "accepted",
  "score",
  "signals",
  "attempts",
];

/** One call of a request; input kinds are disjoint, reasoning is part of output. */
export interface LogAttempt extends UsageLine {
  readonly route?: string | undefined;
  readonly requested_model?: string | undefined;
  readonly served_model?: string | undefined;
  readonly provider?: string | undefined;
  /** It happened, and the log has no row of it: nothing but its route may be known. */
  readonly unseen?: true | undefined;
  readonly latency_ms?: number | undefined;
  readonly first_token_ms?: number | undefined;
  readonly text?: string | undefined;
  readonly tool_calls?: readonly JsonObject[] | undefined;
  /** Absent: unrecognized. */
  readonly finish?: FinishReason["kind"] | undefined;
  readonly finish_raw?: string | undefined;
  readonly signals?: Readonly<Record<string, Signal>> | undefined;
  /** Absent: it was answered. */
  readonly error?: LogError | undefined;
  /** As logged. */
  readonly cost_usd?: number | undefined;
  readonly tier?: string | undefined;
  readonly cache_hit?: true | undefined;
}

/** In the order in which they are written. */
export const attemptFields: readonly (keyof LogAttempt)[] = [
  "route",
  "requested_model",
  "served_model",
  "provider",
  "unseen",
  "latency_ms",
  "first_token_ms",
  "text",
  "tool_calls",
  "finish",
  "finish_raw",
  "signals",
  "error",
  "input_tokens",
  "cache_read_tokens",
  "cache_write_tokens",
  "cache_write_long_tokens",
  "output_tokens",
  "reasoning_tokens",
  "cost_usd",
  "tier",
  "cache_hit",
];

export interface LogError {
  readonly class: FailureKind;
  readonly detail?: string | undefined;
  readonly retry_after_ms?: number | undefined;
}
