import type { JsonObject } from "../../core/json.ts";
import { readAmount } from "../read-cell.ts";
import { attemptIn, callParts, inputIn, isOtherCall, unpackedRow } from "./litellm-call.ts";
import type { LogReading } from "./log-format.ts";
import { idIn, isoMs, present, textIn } from "./row-fields.ts";
import { spanMs } from "./units.ts";

/** Columns of the table that are read, or say nothing of a request, its answer or its price. */
export const spendFields: readonly string[] = [
  "request_id",
  "call_type",
  "api_key",
  "spend",
  "total_tokens",
  "prompt_tokens",
  "completion_tokens",
  "startTime",
  "endTime",
  "request_duration_ms",
  "completionStartTime",
  "model",
  "model_id",
  "model_group",
  "custom_llm_provider",
  "api_base",
  "metadata",
  "cache_hit",
  "cache_key",
  "request_tags",
  "team_id",
  "messages",
  "response",
  "proxy_server_request",
  "session_id",
  "status",
];

const noParameters: JsonObject = {};

/** A row of SpendLogs: times are ISO 8601, columns of objects may be text. */
export function readSpendRow(row: JsonObject, reading: LogReading): void {
  if (isOtherCall(row, reading)) return;
  const { fault } = reading;
  const id = idIn(row["request_id"], "request_id", fault);
  const startMs = isoMs(row["startTime"], "startTime", reading);
  const endMs = isoMs(row["endTime"], "endTime", reading);
  const firstMs = isoMs(row["completionStartTime"], "completionStartTime", reading);
  const parts = callParts(row, reading);
  const latencyMs =
    readAmount(present(row["request_duration_ms"]), "request_duration_ms", fault) ??
    spanMs(startMs, endMs);
  // Where nothing streamed, the first token is logged at the end.
  const streamed = !parts.isFailure && firstMs !== undefined && firstMs < (endMs ?? Infinity);
  const times = { latencyMs, firstTokenMs: streamed ? spanMs(startMs, firstMs) : undefined };
  const cost = { column: "spend", value: row["spend"] };
  if (id === undefined) return;
  reading.emit({
    kind: "call",
    id,
    // A session may be a whole conversation: what failed is what separates its requests.
    foldKey: textIn(row["session_id"]) ?? id,
    startMs,
    endMs: endMs ?? (startMs === undefined ? undefined : startMs + (latencyMs ?? 0)),
    input: inputIn(row, noParameters, parts.usage, reading),
    attempt: attemptIn(row, parts, times, cost, fault),
    unseenBefore: parts.unseenBefore,
    row: unpackedRow(row, parts.metadata),
  });
}
