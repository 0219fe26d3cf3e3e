import type { AttemptResult } from "../../core/attempt.ts";
import type { CallEvidence, GatewayEvidence } from "../../core/call-evidence.ts";
import type { AttemptFailure } from "../../core/failure.ts";
import type { JsonObject } from "../../core/json.ts";
import type { ProviderReply } from "../../core/provider.ts";
import type { Price } from "../../core/route.ts";
import { unknownUsage } from "../../core/usage.ts";
import { costNanoUsd } from "../cost-nano-usd.ts";
import { sinceMs, type AttemptEnd, type AttemptTimes } from "./attempt.ts";
import {
  failure,
  failureOfError,
  failureOfFault,
  type FailureContext,
} from "./classify-failure.ts";
import { failureDetail } from "./failure-detail.ts";
import type { Exchange } from "./exchange.ts";
import type { WireClient, WireFault, WireReply, WireResult } from "./wire.ts";

/** Reads what a gateway wrote of itself into headers and body; absent fields were not said. */
export type ReadGateway = (
  headers: Readonly<Record<string, string>>,
  body: JsonObject | undefined,
) => {
  readonly reportedCostNanoUsd?: number;
  readonly gateway?: GatewayEvidence;
  /** Counts where the answer itself does not name its model. */
  readonly servedModel?: string;
};

/** One finished attempt with all that is known of it. */
export interface FinishedAttempt {
  readonly end: AttemptEnd;
  readonly times: AttemptTimes;
  readonly context: FailureContext;
  readonly client: Pick<WireClient, "faultOf">;
  readonly price: Price | undefined;
  readonly readGateway: ReadGateway | undefined;
}

/** A call that was refused before anything was sent. */
export function unsentReply(refused: AttemptFailure): ProviderReply {
  return {
    result: { kind: "failure", failure: refused },
    servedModel: undefined,
    usage: unknownUsage,
    costNanoUsd: 0,
    firstTokenMs: undefined,
    latencyMs: 0,
  };
}

/** What an attempt over a wire is for the replay. */
export function liveReply(attempt: FinishedAttempt): ProviderReply {
  const { end, times, context, client } = attempt;
  const { exchange } = context;
  const answer = end.kind === "replied" ? end.reply : undefined;
  const fault = faultIn(end, client);
  const result = resultOf(end, fault, context);
  const told = attempt.readGateway?.(exchange.headers, answer?.body) ?? {};
  return {
    result,
    servedModel: answer?.servedModel ?? told.servedModel,
    usage: answer?.usage.usage ?? unknownUsage,
    costNanoUsd: costOf(attempt, answer),
    firstTokenMs: times.firstTokenMs,
    latencyMs: times.latencyMs,
    evidence: evidenceOf(exchange, times, answer, fault, told),
  };
}

function faultIn(end: AttemptEnd, client: FinishedAttempt["client"]): WireFault | undefined {
  if (end.kind === "threw") return client.faultOf(end.error);
  return end.kind === "replied" && end.reply.result.kind === "fault"
    ? end.reply.result.fault
    : undefined;
}

/** Our own hanging up comes first: an SDK may take it for the end of a good answer. */
function resultOf(
  end: AttemptEnd,
  fault: WireFault | undefined,
  context: FailureContext,
): AttemptResult {
  const { requests, excess } = context.exchange;
  const failed = (found: AttemptFailure): AttemptResult => ({ kind: "failure", failure: found });
  if (requests > 1 || (requests === 0 && end.kind === "replied")) {
    return failed(failure("harness_error", `one attempt made ${requests} requests instead of 1`));
  }
  if (end.kind === "hung_up") return failed(failure(end.failure, end.detail));
  // However its SDK took the end of it.
  if (excess !== undefined) return failed(failure("invalid_response", excess));
  if (end.kind === "threw") {
    return failed(
      fault === undefined || requests === 0
        ? failureOfError(end.error, context)
        : failureOfFault(fault, context),
    );
  }
  const { result } = end.reply;
  return result.kind === "answer"
    ? { kind: "response", response: responseOf(result) }
    : failed(failureOfResult(result, context));
}

function responseOf(
  answer: Extract<WireResult, { kind: "answer" }>,
): Extract<AttemptResult, { kind: "response" }>["response"] {
  const { text, toolCalls, finishReason } = answer;
  return { text, toolCalls, finishReason, signals: {} };
}

function failureOfResult(
  result: Exclude<WireResult, { kind: "answer" }>,
  context: FailureContext,
): AttemptFailure {
  if (result.kind === "fault") return failureOfFault(result.fault, context);
  // Some of these hold the provider's own words.
  const detail = failureDetail(result.detail, context.secrets);
  return { kind: resultKinds[result.kind], detail, retryAfterMs: undefined };
}

const resultKinds = {
  refusal: "safety_refusal",
  filtered: "content_filter",
  unreadable: "invalid_response",
  cut_off: "stream_interrupted",
} as const;

/**
 * What never left, and what was turned away by an HTTP error, costs nothing. Of what was sent and
 * not answered to its end nobody knows.
 */
function costOf(
  { end, price, context: { exchange } }: FinishedAttempt,
  answer: WireReply | undefined,
): number | undefined {
  if (exchange.sentAtMs === undefined) return 0;
  if (exchange.status !== undefined && exchange.status >= 300) return 0;
  if (end.kind !== "replied" || answer === undefined || exchange.excess !== undefined)
    return undefined;
  if (exchange.requests > 1 || answer.result.kind === "cut_off") return undefined;
  return costNanoUsd(answer.usage.usage, price, answer.serviceTier);
}

function evidenceOf(
  exchange: Exchange,
  times: AttemptTimes,
  answer: WireReply | undefined,
  fault: WireFault | undefined,
  told: ReturnType<ReadGateway>,
): CallEvidence {
  const { status, headersAtMs, headers, openedConnection } = exchange;
  const { firstThoughtMs, eventOffsetsMs, dispatchedAtMs } = times;
  const requestId = answer?.requestId ?? fault?.requestId ?? requestIdIn(headers);
  const providerCode = fault?.code ?? fault?.type;
  const { reportedCostNanoUsd, gateway } = told;
  return {
    ...(status !== undefined && { httpStatus: status }),
    ...(providerCode !== undefined && { providerCode }),
    ...(requestId !== undefined && { requestId }),
    ...(headersAtMs !== undefined && { headersMs: sinceMs(dispatchedAtMs, headersAtMs) }),
    ...(firstThoughtMs !== undefined && { firstThoughtMs }),
    ...(eventOffsetsMs.length > 0 && { eventOffsetsMs }),
    ...(openedConnection !== undefined && { openedConnection }),
    ...(answer?.serviceTier !== undefined && { serviceTier: answer.serviceTier }),
    ...(answer?.usage.raw !== undefined && { rawUsage: answer.usage.raw }),
    ...(answer?.usage.anomaly !== undefined && { usageAnomaly: answer.usage.anomaly }),
    ...(reportedCostNanoUsd !== undefined && { reportedCostNanoUsd }),
    ...(gateway !== undefined && { gateway }),
  };
}

/** Where the vendors write it, for answers that no SDK could read. */
function requestIdIn(headers: Exchange["headers"]): string | undefined {
  return headers["x-request-id"] ?? headers["request-id"] ?? headers["x-goog-request-id"];
}
