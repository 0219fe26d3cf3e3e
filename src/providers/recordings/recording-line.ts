import type { AttemptResult, FinishReason } from "../../core/attempt.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Signal } from "../../core/replay-record.ts";
import type { EndpointFamily } from "../../core/route.ts";
import type { UsageLine } from "../../core/usage-line.ts";

/** Raised whenever an older routeproof could misread a line. */
export const RECORDING_SCHEMA = 1;

/** What the wire told, as a line holds it. An absent field is not known. */
export interface EvidenceLine {
  readonly http_status?: number | undefined;
  readonly provider_code?: string | undefined;
  readonly request_id?: string | undefined;
  readonly headers_ms?: number | undefined;
  readonly first_thought_ms?: number | undefined;
  readonly opened_connection?: boolean | undefined;
  readonly service_tier?: string | undefined;
  readonly raw_usage?: JsonObject | undefined;
  readonly usage_anomaly?: string | undefined;
  readonly reported_cost_usd?: number | undefined;
  readonly gateway?: GatewayLine | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What a gateway said; what a registry and a policy make of it is theirs, and may change. */
export interface GatewayLine {
  readonly served_by?: string | undefined;
  readonly retries?: number | undefined;
  readonly fallbacks?: number | undefined;
}

/**
 * One line of `recordings.jsonl`. The first four fields stand first and have fixed lengths, so
 * that a pack is indexed without being parsed. An absent field is unknown; never zero.
 */
export interface RecordingLine extends UsageLine {
  /** 64 hex digits. */
  readonly key: string;
  /** 16 hex digits. */
  readonly messages_hash: string;
  /** Of the record's id: 8 hex digits. */
  readonly record_hash: string;
  /** 8 hex digits: how much of the line answers a call; the rest is for people and for misses. */
  readonly answer_bytes: string;
  readonly schema_version: number;
  readonly record: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly provider: string;
  readonly endpoint_family: EndpointFamily;
  readonly model: string;
  readonly extra_headers?: Readonly<Record<string, string>> | undefined;
  readonly repeat: number;
  readonly prior_calls: number;
  readonly timeout_ms?: number | undefined;
  readonly first_token_timeout_ms?: number | undefined;
  readonly stream: boolean;
  readonly store_text: "full" | "none";
  readonly status: Exclude<AttemptResult["kind"], "not_covered">;
  readonly failure?: {
    readonly class: FailureKind;
    readonly detail?: string | undefined;
    readonly retry_after_ms?: number | undefined;
  };
  readonly text?: string | undefined;
  readonly finish_reason?: FinishReason["kind"] | undefined;
  readonly finish_reason_raw?: string | undefined;
  readonly tool_calls?: readonly JsonObject[] | undefined;
  readonly signals?: Readonly<Record<string, Signal>> | undefined;
  readonly served_model?: string | undefined;
  readonly first_token_ms?: number | undefined;
  readonly latency_ms?: number | undefined;
  readonly cost_usd?: number | undefined;
  readonly evidence?: EvidenceLine | undefined;
  /** When each event of a stream came, from dispatch. */
  readonly event_offsets_ms?: readonly number[] | undefined;
  /** The canonical body, the last field; absent where texts are not kept. */
  readonly body?: JsonObject | undefined;
}
