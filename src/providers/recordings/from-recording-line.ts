import type { AttemptResult, FinishReason } from "../../core/attempt.ts";
import type { CallEvidence, GatewayEvidence } from "../../core/call-evidence.ts";
import type { JsonObject } from "../../core/json.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";
import type { ProviderReply } from "../../core/provider.ts";
import type { Signal } from "../../core/replay-record.ts";
import { fromUsageLine } from "../../core/usage-line.ts";
import type { EvidenceLine, GatewayLine, RecordingLine } from "./recording-line.ts";
import type { Recording } from "./recording.ts";

const noToolCalls: readonly JsonObject[] = [];
const noSignals: Readonly<Record<string, Signal>> = {};

/** The recording that a line keeps. */
export function fromRecordingLine(line: RecordingLine): Recording {
  return {
    key: line.key,
    recordId: line.record,
    messagesHash: line.messages_hash,
    request: {
      provider: line.provider,
      endpointFamily: line.endpoint_family,
      model: line.model,
      ...(line.extra_headers && { headers: line.extra_headers }),
      body: line.body,
    },
    repeat: line.repeat,
    priorCallsOfRoute: line.prior_calls,
    madeUnder: {
      timeoutMs: line.timeout_ms,
      firstTokenTimeoutMs: line.first_token_timeout_ms,
      stream: line.stream,
    },
    at: line.at,
    keepsText: line.store_text === "full",
    reply: {
      result: toResult(line),
      servedModel: line.served_model,
      usage: fromUsageLine(line),
      costNanoUsd: line.cost_usd === undefined ? undefined : nanoUsdFromUsd(line.cost_usd),
      firstTokenMs: line.first_token_ms,
      latencyMs: line.latency_ms,
      ...evidenceOf(line),
    },
  };
}

function toResult(line: RecordingLine): AttemptResult {
  if (line.status === "failure") {
    const { failure } = line;
    return {
      kind: "failure",
      failure: {
        kind: failure?.class ?? "harness_error",
        detail: failure?.detail,
        retryAfterMs: failure?.retry_after_ms,
      },
    };
  }
  const finishReason: FinishReason = {
    kind: line.finish_reason ?? "unrecognized",
    raw: line.finish_reason_raw,
  };
  const { text, tool_calls: toolCalls = noToolCalls, signals = noSignals } = line;
  return { kind: "response", response: { text, finishReason, toolCalls, signals } };
}

function evidenceOf(line: RecordingLine): Pick<ProviderReply, "evidence"> {
  const { evidence, event_offsets_ms: eventOffsetsMs } = line;
  if (evidence === undefined) return eventOffsetsMs ? { evidence: { eventOffsetsMs } } : {};
  const read = toEvidence(evidence);
  return { evidence: eventOffsetsMs ? { ...read, eventOffsetsMs } : read };
}

type Written<Value> = { -readonly [Field in keyof Value]: Value[Field] };

/** Field by field: a spread for each that may be there makes an object that nobody keeps. */
function toEvidence(line: EvidenceLine): CallEvidence {
  const evidence: Written<CallEvidence> = {};
  if (line.http_status !== undefined) evidence.httpStatus = line.http_status;
  if (line.provider_code !== undefined) evidence.providerCode = line.provider_code;
  if (line.request_id !== undefined) evidence.requestId = line.request_id;
  if (line.headers_ms !== undefined) evidence.headersMs = line.headers_ms;
  if (line.first_thought_ms !== undefined) evidence.firstThoughtMs = line.first_thought_ms;
  if (line.opened_connection !== undefined) evidence.openedConnection = line.opened_connection;
  if (line.service_tier !== undefined) evidence.serviceTier = line.service_tier;
  if (line.raw_usage !== undefined) evidence.rawUsage = line.raw_usage;
  if (line.usage_anomaly !== undefined) evidence.usageAnomaly = line.usage_anomaly;
  if (line.reported_cost_usd !== undefined) {
    evidence.reportedCostNanoUsd = nanoUsdFromUsd(line.reported_cost_usd);
  }
  if (line.gateway !== undefined) evidence.gateway = toGateway(line.gateway);
  if (line.headers !== undefined) evidence.headers = line.headers;
  return evidence;
}

function toGateway(line: GatewayLine): GatewayEvidence {
  return {
    ...(line.served_by !== undefined && { servedBy: line.served_by }),
    ...(line.retries !== undefined && { retries: line.retries }),
    ...(line.fallbacks !== undefined && { fallbacks: line.fallbacks }),
  };
}
