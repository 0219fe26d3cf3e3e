import type { JsonObject } from "../../core/json.ts";
import type { LoggedAttempt, LoggedResult } from "../../core/logged-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import { unknownUsage } from "../../core/usage.ts";
import { failureOf, type LoggedError } from "./error-class.ts";
import { finishReasonOf } from "./response-body.ts";

/** What one row knows of a call; all else is not logged. */
export function loggedAttempt(
  known: Partial<LoggedAttempt> & Pick<LoggedAttempt, "result">,
): LoggedAttempt {
  const isCacheHit = known.isCacheHit === true;
  return {
    route: known.route,
    requestedModel: known.requestedModel,
    servedModel: known.servedModel,
    provider: known.provider?.toLowerCase(),
    // How fast a cache answers says nothing of the model.
    latencyMs: isCacheHit ? undefined : known.latencyMs,
    firstTokenMs: isCacheHit ? undefined : known.firstTokenMs,
    result: known.result,
    usage: known.usage ?? unknownUsage,
    costNanoUsd: known.costNanoUsd,
    serviceTier: known.serviceTier,
    isCacheHit,
  };
}

const noToolCalls: readonly JsonObject[] = [];
const noSignals: Readonly<Record<string, Signal>> = {};

/** An answer; without a text where the log does not keep it. */
export function answered(
  text: string | undefined,
  finish: string | undefined,
  toolCalls: readonly JsonObject[] = noToolCalls,
  signals: Readonly<Record<string, Signal>> = noSignals,
): LoggedResult {
  const { kind, raw } = finishReasonOf(finish);
  const isCall = kind === "stop" && toolCalls.length > 0;
  const finishReason = { kind: isCall ? "tool_calls" : kind, raw } as const;
  return { kind: "response", response: { text, finishReason, toolCalls, signals } };
}

/** A failed call, in the log's words. */
export function failed(error: LoggedError): LoggedResult {
  return { kind: "failure", failure: failureOf(error) };
}
