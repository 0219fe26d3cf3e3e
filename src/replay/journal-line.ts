import type { AttemptResult, FinishReason } from "../core/attempt.ts";
import type { AttemptFailure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import type { Ending } from "../core/outcome.ts";
import type { Signal } from "../core/replay-record.ts";
import type { EndpointFamily, ProviderName } from "../core/route.ts";
import type { AttemptKind } from "../core/step.ts";

/** A failure as a line holds it. */
export interface FailureLine {
  readonly class: AttemptFailure["kind"];
  readonly detail?: string | undefined;
  readonly retry_after_ms?: number | undefined;
}

/** An attempt as a line holds it. */
export interface AttemptLine {
  readonly kind: AttemptKind;
  /** Absent: the outcome's own reason. */
  readonly because?: string | undefined;
  readonly unreviewed?: true | undefined;
  readonly route: string;
  readonly provider: ProviderName;
  readonly requested_model: string;
  readonly served_model?: string | undefined;
  readonly endpoint_family?: EndpointFamily | undefined;
  /** Absent: dispatched at once. */
  readonly queued_ms?: number | undefined;
  readonly dispatched_ms: number;
  readonly waited_ms?: number | undefined;
  readonly first_token_ms?: number | undefined;
  readonly latency_ms?: number | undefined;
  readonly status: AttemptResult["kind"];
  readonly failure?: FailureLine | undefined;
  readonly text?: string | undefined;
  /** Absent: unrecognized. */
  readonly finish_reason?: FinishReason["kind"] | undefined;
  readonly finish_reason_raw?: string | undefined;
  readonly tool_calls?: readonly JsonObject[] | undefined;
  readonly signals?: Readonly<Record<string, Signal>> | undefined;
  readonly schema_valid?: boolean | undefined;
  readonly input_tokens?: number | undefined;
  readonly cache_read_tokens?: number | undefined;
  readonly cache_write_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly reasoning_tokens?: number | undefined;
  readonly cost_usd?: number | undefined;
}

/** A grader's opinion as a line holds it. */
export interface ScoreLine {
  readonly name: string;
  readonly value?: number | undefined;
  readonly passed?: boolean | undefined;
  readonly because: string;
  readonly label?: string | undefined;
  readonly expected_label?: string | undefined;
}

/** One line of `outcomes.jsonl`. An absent field is unknown or does not apply; never zero. */
export interface JournalLine {
  readonly record: string;
  readonly ordinal: number;
  readonly policy: string;
  readonly arm: number;
  readonly repeat: number;
  readonly route?: string | undefined;
  readonly because: string;
  readonly review?: readonly string[] | undefined;
  readonly ending: Ending["kind"];
  readonly ending_because?: string | undefined;
  readonly failure?: FailureLine | undefined;
  readonly attempts: readonly AttemptLine[];
  readonly accepted: boolean;
  readonly score?: number | undefined;
  readonly schema_valid?: boolean | undefined;
  readonly scores?: readonly ScoreLine[] | undefined;
}
