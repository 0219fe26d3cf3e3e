import type { AttemptResult, FinishReason } from "../core/attempt.ts";
import type { JsonObject } from "../core/json.ts";
import type { Provider, ProviderReply } from "../core/provider.ts";
import type { KnownOutcome } from "../core/replay-record.ts";
import type { Route } from "../core/route.ts";
import { costOfCall } from "./cost-of-call.ts";
import { elapse } from "./elapse.ts";
import { notCoveredReply } from "./not-covered-reply.ts";

/** Tables do not say why a model stopped. */
const unknownFinish: FinishReason = { kind: "unrecognized", raw: undefined };

const noToolCalls: readonly JsonObject[] = [];

const notCovered: Promise<ProviderReply> = Promise.resolve(notCoveredReply());

/**
 * Answers from what a record's outcome table knows of the route. A second call of the same route
 * finds the same row: the table holds one answer, not a distribution.
 */
export function createTableProvider(): Provider {
  return {
    name: "table",
    call(call, clock, signal) {
      const known = call.record.outcomes?.get(call.route.name);
      return known === undefined
        ? notCovered
        : elapse(knownReply(known, call.route), call, clock, signal);
    },
  };
}

/** What a row says its route answered and cost, before any timeout of a policy. */
export function knownReply(known: KnownOutcome, route: Route): ProviderReply {
  const result = resultOf(known);
  return {
    result,
    servedModel: known.servedModel,
    usage: known.usage,
    costNanoUsd: known.costNanoUsd ?? costOfCall({ result, usage: known.usage }, route.price),
    firstTokenMs: known.firstTokenMs,
    latencyMs: known.latencyMs,
  };
}

function resultOf(known: KnownOutcome): AttemptResult {
  if (known.error !== undefined) {
    const failure = { kind: known.error, detail: undefined, retryAfterMs: undefined };
    return { kind: "failure", failure };
  }
  const { response, signals } = known;
  return {
    kind: "response",
    response: { text: response, finishReason: unknownFinish, toolCalls: noToolCalls, signals },
  };
}
