import type { JsonObject, JsonValue } from "../../core/json.ts";
import { shown, type Fault } from "../read-cell.ts";
import { attemptIn, callParts, inputIn, isOtherCall, unpackedRow } from "./litellm-call.ts";
import type { LogReading } from "./log-format.ts";
import { firstText, idIn, objectIn } from "./row-fields.ts";
import { epochMs, spanMs } from "./units.ts";

/**
 * Fields of a payload that are read, or say nothing of a request, its answer or its price.
 * `response_time` ends with the first token where the answer streams: it is never a latency.
 */
export const payloadFields: readonly string[] = [
  "id",
  "trace_id",
  "litellm_call_id",
  "call_type",
  "stream",
  "response_cost",
  "status",
  "custom_llm_provider",
  "total_tokens",
  "prompt_tokens",
  "completion_tokens",
  "startTime",
  "endTime",
  "completionStartTime",
  "response_time",
  "model_map_information",
  "model",
  "model_id",
  "model_group",
  "api_base",
  "metadata",
  "cache_hit",
  "cache_key",
  "request_tags",
  "messages",
  "response",
  "error_str",
  "error_information",
  "model_parameters",
];

/** A StandardLoggingPayload: times are seconds since 1970 as decimal numbers. */
export function readPayload(row: JsonObject, reading: LogReading): void {
  if (isOtherCall(row, reading)) return;
  const { fault, unmapped } = reading;
  const id = idIn(row["id"] ?? row["litellm_call_id"], "id", fault);
  const startMs = secondsIn(row["startTime"], "startTime", fault);
  const endMs = secondsIn(row["endTime"], "endTime", fault);
  const firstMs = secondsIn(row["completionStartTime"], "completionStartTime", fault);
  for (const name in objectIn(row["hidden_params"])) unmapped(`hidden_params.${name}`);
  const parts = callParts(row, reading);
  const streamed = row["stream"] === true && !parts.isFailure;
  const times = {
    latencyMs: spanMs(startMs, endMs),
    firstTokenMs: streamed ? spanMs(startMs, firstMs) : undefined,
  };
  const cost = { column: "response_cost", value: row["response_cost"] };
  if (id === undefined) return;
  reading.emit({
    kind: "call",
    id,
    foldKey: firstText(row["trace_id"], row["litellm_call_id"]) ?? id,
    startMs,
    endMs,
    input: inputIn(row, objectIn(row["model_parameters"]), parts.usage, reading),
    attempt: attemptIn(row, parts, times, cost, fault),
    unseenBefore: parts.unseenBefore,
    row: unpackedRow(row, parts.metadata),
  });
}

function secondsIn(value: JsonValue | undefined, column: string, fault: Fault): number | undefined {
  if (value === undefined || value === null) return undefined;
  const ms = epochMs(value, "s");
  if (ms === undefined) fault(column, `expected seconds since 1970, got ${shown(value)}`);
  return ms;
}
