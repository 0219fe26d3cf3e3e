import type { AttemptResult, FinishReason } from "../../core/attempt.ts";
import type { CallEvidence, GatewayEvidence } from "../../core/call-evidence.ts";
import type { JsonObject } from "../../core/json.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";
import type { ProviderReply } from "../../core/provider.ts";
import type { Signal } from "../../core/replay-record.ts";
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
      usage: {
        inputUncachedTokens: line.input_tokens,
        inputCacheReadTokens: line.cache_read_tokens,
        inputCacheWriteTokens: line.cache_write_tokens,
        ...(line.cache_write_long_tokens !== undefined && {
          inputCacheWriteLongTokens: line.cache_write_long_tokens,
        }),
        outputTokens: line.output_tokens,
        outputReasoningTokens: line.reasoning_tokens,
      },
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
  if (evidence === undefined && eventOffsetsMs === undefined) return {};
  return {
    evidence: {
      ...(evidence && toEvidence(evidence)),
      ...(eventOffsetsMs && { eventOffsetsMs }),
    },
  };
}

function toEvidence(line: EvidenceLine): CallEvidence {
  return {
    ...(line.http_status !== undefined && { httpStatus: line.http_status }),
    ...(line.provider_code !== undefined && { providerCode: line.provider_code }),
    ...(line.request_id !== undefined && { requestId: line.request_id }),
    ...(line.headers_ms !== undefined && { headersMs: line.headers_ms }),
    ...(line.first_thought_ms !== undefined && { firstThoughtMs: line.first_thought_ms }),
    ...(line.opened_connection !== undefined && { openedConnection: line.opened_connection }),
    ...(line.service_tier !== undefined && { serviceTier: line.service_tier }),
    ...(line.raw_usage !== undefined && { rawUsage: line.raw_usage }),
    ...(line.usage_anomaly !== undefined && { usageAnomaly: line.usage_anomaly }),
    ...(line.reported_cost_usd !== undefined && {
      reportedCostNanoUsd: nanoUsdFromUsd(line.reported_cost_usd),
    }),
    ...(line.gateway !== undefined && { gateway: toGateway(line.gateway) }),
    ...(line.headers !== undefined && { headers: line.headers }),
  };
}

function toGateway(line: GatewayLine): GatewayEvidence {
  return {
    ...(line.served_by !== undefined && { servedBy: line.served_by }),
    ...(line.retries !== undefined && { retries: line.retries }),
    ...(line.fallbacks !== undefined && { fallbacks: line.fallbacks }),
  };
}
