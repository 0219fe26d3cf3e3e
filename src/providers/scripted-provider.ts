import type { AttemptResult, FinishReason } from "../core/attempt.ts";
import {
  drilledText,
  drilledToolCalls,
  replyAt,
  type DrilledReply,
  type DrillScript,
} from "../core/drilled-reply.ts";
import type { Provider, ProviderReply } from "../core/provider.ts";
import type { Route } from "../core/route.ts";
import { unknownUsage } from "../core/usage.ts";
import { elapse } from "./elapse.ts";

/** From dispatch, in milliseconds, where a script says no other: below every timeout of a policy. */
const LATENCY_MS = 1;
const USUAL_COST_NANO_USD = 5;

/**
 * Answers what a script says, call by call of a route, and keeps to the timeouts of each call as
 * every other provider does: a late answer of the script is a timeout of the policy.
 */
export function createScriptedProvider(script: DrillScript): Provider {
  return {
    name: "scripted",
    call(call, clock, signal) {
      const reply = replyAt(script, call.route.name, call.priorCallsOfRoute);
      return elapse(scriptedReply(reply, call.route), call, clock, signal);
    },
  };
}

function scriptedReply(reply: DrilledReply, route: Route): ProviderReply {
  const latencyMs = reply.kind === "slow" ? reply.latencyMs : LATENCY_MS;
  const firstTokenMs = reply.kind === "slow" ? reply.firstTokenMs : undefined;
  const times = { firstTokenMs, latencyMs };
  if (reply.kind === "failure") {
    const failure = { kind: reply.failure, detail: "injected", retryAfterMs: undefined };
    const result: AttemptResult = { kind: "failure", failure };
    return {
      result,
      servedModel: undefined,
      usage: unknownUsage,
      costNanoUsd: 0,
      ...times,
      ...(reply.status !== undefined && { evidence: { httpStatus: reply.status } }),
    };
  }
  const result = responseOf(reply);
  if (reply.kind === "answer" && reply.isMute === true) {
    return {
      result,
      servedModel: undefined,
      usage: unknownUsage,
      costNanoUsd: undefined,
      ...times,
    };
  }
  const costNanoUsd = reply.kind === "answer" ? reply.costNanoUsd : undefined;
  return {
    result,
    servedModel: route.model,
    usage: { ...unknownUsage, inputUncachedTokens: 10, outputTokens: 5 },
    costNanoUsd: costNanoUsd ?? USUAL_COST_NANO_USD,
    ...times,
  };
}

function responseOf(reply: Exclude<DrilledReply, { kind: "failure" }>): AttemptResult {
  const finishReason: FinishReason =
    reply.kind === "truncated" ? { kind: "length", raw: "length" } : { kind: "stop", raw: "stop" };
  const { signals = {} } = reply;
  return {
    kind: "response",
    response: {
      text: drilledText(reply),
      finishReason,
      toolCalls: drilledToolCalls(reply),
      signals,
    },
  };
}
