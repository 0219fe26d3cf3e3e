import type { Attempt, AttemptResult } from "../../core/attempt.ts";
import { drilledText, drilledToolCalls, type DrilledReply } from "../../core/drilled-reply.ts";
import { unknownUsage } from "../../core/usage.ts";

/** A route's reply as a condition on answers sees it. */
export function sampleAttempt(route: string, reply: DrilledReply): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "",
    isUnreviewed: false,
    route,
    provider: "openai",
    requestedModel: route,
    servedModel: route,
    endpointFamily: undefined,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: undefined,
    latencyMs: reply.kind === "slow" ? reply.latencyMs : 1,
    result: resultOf(reply),
    schemaValid: reply.kind === "failure" ? undefined : reply.kind !== "schema_invalid",
    usage: unknownUsage,
    costNanoUsd: 1,
    ...(reply.kind === "failure" && reply.status !== undefined
      ? { evidence: { httpStatus: reply.status } }
      : {}),
  };
}

function resultOf(reply: DrilledReply): AttemptResult {
  if (reply.kind === "failure") {
    const failure = { kind: reply.failure, detail: undefined, retryAfterMs: undefined };
    return { kind: "failure", failure };
  }
  const isCut = reply.kind === "truncated";
  return {
    kind: "response",
    response: {
      text: drilledText(reply),
      finishReason: isCut ? { kind: "length", raw: "length" } : { kind: "stop", raw: "stop" },
      toolCalls: drilledToolCalls(reply),
      signals: reply.signals ?? {},
    },
  };
}
