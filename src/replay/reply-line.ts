import type { AttemptResult, FinishReason, ModelResponse } from "../core/attempt.ts";
import type { AttemptFailure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { nanoUsdFromUsd, usdFromNanoUsd } from "../core/money.ts";
import type { ProviderReply } from "../core/provider.ts";
import type { Signal } from "../core/replay-record.ts";
import { fromEvidenceLine, toEvidenceLine, type EvidenceLine } from "./evidence-line.ts";
import { fromUsageLine, toUsageLine, type UsageLine } from "../core/usage-line.ts";

/** A failure as a line holds it. */
export interface FailureLine {
  readonly class: AttemptFailure["kind"];
  readonly detail?: string | undefined;
  readonly retry_after_ms?: number | undefined;
}

/** What came of a call, as a line holds it, in both journals. */
export interface ReplyLine extends UsageLine {
  readonly served_model?: string | undefined;
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
  readonly cost_usd?: number | undefined;
  readonly evidence?: EvidenceLine | undefined;
}

/** What came of a call, without the harness's own wait before it. */
export type CallResult = Omit<ProviderReply, "queuedMs">;

export function toReplyLine(reply: CallResult): ReplyLine {
  const { result } = reply;
  const response = result.kind === "response" ? result.response : undefined;
  return {
    served_model: reply.servedModel,
    first_token_ms: reply.firstTokenMs,
    latency_ms: reply.latencyMs,
    status: result.kind,
    failure: result.kind === "failure" ? toFailureLine(result.failure) : undefined,
    text: response?.text,
    finish_reason: toFinishReason(response),
    finish_reason_raw: response?.finishReason.raw,
    tool_calls: toToolCalls(response),
    signals: toSignals(response),
    ...toUsageLine(reply.usage),
    cost_usd: toUsd(reply.costNanoUsd),
    evidence: reply.evidence && toEvidenceLine(reply.evidence),
  };
}

export function fromReplyLine(line: ReplyLine): CallResult {
  return {
    result: toResult(line),
    servedModel: line.served_model,
    usage: fromUsageLine(line),
    costNanoUsd: line.cost_usd === undefined ? undefined : nanoUsdFromUsd(line.cost_usd),
    firstTokenMs: line.first_token_ms,
    latencyMs: line.latency_ms,
    ...(line.evidence && { evidence: fromEvidenceLine(line.evidence) }),
  };
}

/** Absent: unrecognized, or no response. */
export function toFinishReason(response: ModelResponse | undefined): ReplyLine["finish_reason"] {
  const kind = response?.finishReason.kind;
  return kind === "unrecognized" ? undefined : kind;
}

/** Absent: none. */
export function toToolCalls(response: ModelResponse | undefined): ReplyLine["tool_calls"] {
  return response === undefined || response.toolCalls.length === 0 ? undefined : response.toolCalls;
}

/** Absent: none. */
export function toSignals(response: ModelResponse | undefined): ReplyLine["signals"] {
  return response === undefined || isEmpty(response.signals) ? undefined : response.signals;
}

/** Absent: not known. */
export function toUsd(nanoUsd: number | undefined): number | undefined {
  return nanoUsd === undefined ? undefined : usdFromNanoUsd(nanoUsd);
}

export function toFailureLine(failure: AttemptFailure): FailureLine {
  return { class: failure.kind, detail: failure.detail, retry_after_ms: failure.retryAfterMs };
}

export function fromFailureLine(line: FailureLine | undefined): AttemptFailure {
  return {
    kind: line?.class ?? "harness_error",
    detail: line?.detail,
    retryAfterMs: line?.retry_after_ms,
  };
}

function toResult(line: ReplyLine): AttemptResult {
  switch (line.status) {
    case "response":
      return {
        kind: "response",
        response: {
          text: line.text,
          finishReason: { kind: line.finish_reason ?? "unrecognized", raw: line.finish_reason_raw },
          toolCalls: line.tool_calls ?? [],
          signals: line.signals ?? {},
        },
      };
    case "failure":
      return { kind: "failure", failure: fromFailureLine(line.failure) };
    case "not_covered":
      return { kind: "not_covered" };
  }
}

function isEmpty(signals: Readonly<Record<string, Signal>>): boolean {
  for (const _name in signals) return false;
  return true;
}
