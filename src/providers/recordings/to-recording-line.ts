import type { CallEvidence } from "../../core/call-evidence.ts";
import { canonicalJson, sha256Hex } from "../../core/canonical-json.ts";
import type { JsonValue } from "../../core/json.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { redactJson, type Redact } from "../../core/redactor.ts";
import { toUsageLine } from "../../core/usage-line.ts";
import { HEAD_END, headText, type HeadFields } from "./line-head.ts";
import { RECORDING_SCHEMA, type EvidenceLine, type RecordingLine } from "./recording-line.ts";
import type { Recording } from "./recording.ts";

/** The text of the line that keeps a recording, its secrets taken out, without a newline. */
export function toRecordingText(recording: Recording, redact: Redact): string {
  const { body, event_offsets_ms: offsets, ...fields } = withoutAbsent(toFields(recording));
  // What the index reads holds no text, and may not be changed by a secret that looks like it.
  const head = headText({
    key: recording.key,
    messagesHash: recording.messagesHash,
    recordHash: recordHash(recording.recordId),
  });
  const answer = JSON.stringify(redactJson(fields, redact)).slice(1, -1);
  const answerBytes = head.length + HEAD_END.length + Buffer.byteLength(answer, "utf8");
  const events = offsets === undefined ? "" : `,"event_offsets_ms":${JSON.stringify(offsets)}`;
  const asked = body === undefined ? "" : `,"body":${canonicalJson(redactJson(body, redact))}`;
  return `${head}${answerBytes.toString(16).padStart(8, "0")}",${answer}${events}${asked}}`;
}

/** 8 hex digits by which a pack finds the recordings of a record. */
export function recordHash(recordId: string): string {
  return sha256Hex(recordId).slice(0, 8);
}

/** All but the head. */
function toFields(recording: Recording): Omit<RecordingLine, keyof HeadFields> {
  const { request, reply, madeUnder, keepsText } = recording;
  const { usage, evidence } = reply;
  return {
    schema_version: RECORDING_SCHEMA,
    record: recording.recordId,
    at: recording.at,
    provider: request.provider,
    endpoint_family: request.endpointFamily,
    model: request.model,
    extra_headers: keepsText ? request.headers : undefined,
    repeat: recording.repeat,
    prior_calls: recording.priorCallsOfRoute,
    timeout_ms: madeUnder.timeoutMs,
    first_token_timeout_ms: madeUnder.firstTokenTimeoutMs,
    stream: madeUnder.stream,
    store_text: keepsText ? "full" : "none",
    ...toResultFields(recording),
    served_model: reply.servedModel,
    first_token_ms: reply.firstTokenMs,
    latency_ms: reply.latencyMs,
    ...toUsageLine(usage),
    cost_usd: reply.costNanoUsd === undefined ? undefined : usdFromNanoUsd(reply.costNanoUsd),
    evidence: evidence && toEvidenceLine(evidence),
    event_offsets_ms: evidence?.eventOffsetsMs,
    body: keepsText ? request.body : undefined,
  };
}

type ResultFields = Pick<
  RecordingLine,
  "status" | "failure" | "text" | "finish_reason" | "finish_reason_raw" | "tool_calls" | "signals"
>;

function toResultFields({ reply: { result }, keepsText }: Recording): ResultFields {
  switch (result.kind) {
    case "response": {
      const { text, finishReason, toolCalls, signals } = result.response;
      return {
        status: "response",
        finish_reason: finishReason.kind,
        finish_reason_raw: finishReason.raw,
        ...(keepsText && {
          text,
          tool_calls: toolCalls.length === 0 ? undefined : toolCalls,
          signals: Object.keys(signals).length === 0 ? undefined : signals,
        }),
      };
    }
    case "failure": {
      const { kind, detail, retryAfterMs } = result.failure;
      return {
        status: "failure",
        // An error's own words may quote the prompt.
        failure: {
          class: kind,
          detail: keepsText ? detail : undefined,
          retry_after_ms: retryAfterMs,
        },
      };
    }
    case "not_covered":
      throw new Error("a call that nothing is known of has no recording");
  }
}

/** The reply's source is left out: whoever reads the line knows where it comes from. */
function toEvidenceLine(evidence: CallEvidence): EvidenceLine {
  const { gateway, reportedCostNanoUsd } = evidence;
  return {
    http_status: evidence.httpStatus,
    provider_code: evidence.providerCode,
    request_id: evidence.requestId,
    headers_ms: evidence.headersMs,
    first_thought_ms: evidence.firstThoughtMs,
    opened_connection: evidence.openedConnection,
    service_tier: evidence.serviceTier,
    raw_usage: evidence.rawUsage,
    usage_anomaly: evidence.usageAnomaly,
    reported_cost_usd:
      reportedCostNanoUsd === undefined ? undefined : usdFromNanoUsd(reportedCostNanoUsd),
    gateway: gateway && {
      served_by: gateway.servedBy,
      retries: gateway.retries,
      fallbacks: gateway.fallbacks,
    },
    headers: evidence.headers,
  };
}

/** The same as JSON will have it: fields without a value are no fields. */
function withoutAbsent(line: object): { readonly [field: string]: JsonValue } {
  return JSON.parse(JSON.stringify(line)) as { readonly [field: string]: JsonValue };
}
