import type { AttemptResult } from "../core/attempt.ts";
import type { FailureKind } from "../core/failure.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { estimatedPromptTokens } from "../core/model-request.ts";
import type { Provider, ProviderCall, ProviderReply } from "../core/provider.ts";
import type { Route } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";
import { answerPool, type AnswerPool } from "./answer-pool.ts";
import { isBilled } from "./billing.ts";
import { chanceOf, type Chance } from "./chance.ts";
import { costOfCall } from "./cost-of-call.ts";
import { elapse } from "./elapse.ts";
import { behaviourAt } from "./incidents.ts";
import { simulatedAnswer } from "./simulated-answer.ts";
import { simulatedRoute, type SimulatedRoute } from "./simulated-route.ts";
import { durationMs, normalDeviate } from "./spread-draw.ts";

export interface SimulatedProviderOptions {
  readonly seed: number;
  /** What is expected of other records: wrong answers are taken from real ones where they fit. */
  readonly answers?: readonly JsonValue[];
}

const noToolCalls: readonly JsonObject[] = [];
const noSignals = {};

/** A call that is turned away is answered in a fraction of the time that an answer takes. */
const TURNED_AWAY_SHARE = 0.1;

/** Without a timeout of the call somebody else hangs up, after this many times the median. */
const UNBOUNDED_TIMEOUT_MEDIANS = 20;

/**
 * Answers as the registry's `simulation` says a route behaves. All chance comes from the names of
 * things, none from the order of calls.
 */
export function createSimulatedProvider(options: SimulatedProviderOptions): Provider {
  const pool = answerPool(options.answers ?? []);
  const prepared = new WeakMap<Route, SimulatedRoute>();
  return {
    name: "simulated",
    async call(call, clock, signal) {
      let route = prepared.get(call.route);
      if (route === undefined) prepared.set(call.route, (route = simulatedRoute(call.route)));
      const behaviour = route.incidents === undefined ? route : behaviourAt(route, clock.nowMs());
      const reply = replyOf(call, behaviour, pool, chanceOf(options.seed, call));
      return elapse(reply, call, clock, signal);
    },
  };
}

function replyOf(
  call: ProviderCall,
  route: SimulatedRoute,
  pool: AnswerPool,
  chance: Chance,
): ProviderReply {
  const draw = route.errors.length === 0 ? 1 : chance("error");
  const error = route.errors.find(({ below }) => draw < below);
  const text = simulatedAnswer(call.record, route.simulation, pool, chance);
  const deviate = normalDeviate(chance("latency"), chance("latency 2"));
  const latencyMs = durationMs(route.latency, deviate);
  if (error !== undefined) return failedReply(call, route, error.kind, text, latencyMs, chance);
  const usage = usageOf(call, route, text);
  // One deviate for both: an answer that is slow to start is slow to end, and never ends first.
  const firstTokenMs = route.firstToken && durationMs(route.firstToken, deviate);
  const result: AttemptResult = {
    kind: "response",
    response: {
      text,
      finishReason: { kind: "stop", raw: "stop" },
      toolCalls: noToolCalls,
      signals: noSignals,
    },
  };
  return {
    result,
    servedModel: call.route.model,
    usage,
    costNanoUsd: costOfCall({ result, usage }, call.route.price),
    firstTokenMs: firstTokenMs === undefined ? undefined : Math.min(firstTokenMs, latencyMs),
    latencyMs,
  };
}

function failedReply(
  call: ProviderCall,
  route: SimulatedRoute,
  kind: FailureKind,
  text: string,
  latencyMs: number,
  chance: Chance,
): ProviderReply {
  const usage = isBilled(kind) ? usageOf(call, route, text) : noTokens;
  const result: AttemptResult = {
    kind: "failure",
    failure: {
      kind,
      detail: "simulated",
      // Whole seconds, as the header has them.
      retryAfterMs:
        kind === "rate_limit" ? 1000 * (1 + Math.floor(8 * chance("retry after"))) : undefined,
    },
  };
  return {
    result,
    servedModel: isBilled(kind) ? call.route.model : undefined,
    usage,
    costNanoUsd: costOfCall({ result, usage }, call.route.price),
    firstTokenMs: undefined,
    latencyMs: failedAfterMs(call, route, kind, latencyMs),
  };
}

function failedAfterMs(
  call: ProviderCall,
  route: SimulatedRoute,
  kind: FailureKind,
  latencyMs: number,
): number {
  const unboundedMs = route.latency.p50Ms * UNBOUNDED_TIMEOUT_MEDIANS;
  if (kind === "timeout") return call.timeoutMs ?? unboundedMs;
  if (kind === "first_token_timeout") {
    return call.firstTokenTimeoutMs ?? call.timeoutMs ?? unboundedMs;
  }
  return isBilled(kind) ? latencyMs : Math.round(latencyMs * TURNED_AWAY_SHARE * 1000) / 1000;
}

const noTokens: Usage = {
  inputUncachedTokens: 0,
  inputCacheReadTokens: 0,
  inputCacheWriteTokens: 0,
  outputTokens: 0,
  outputReasoningTokens: 0,
};

/**
 * Four UTF-16 units a token, for prompt and answer alike. A log says how long the answer was that
 * the request was really given: nearer to the truth than any text of ours.
 */
function usageOf(call: ProviderCall, route: SimulatedRoute, text: string): Usage {
  return {
    inputUncachedTokens: estimatedPromptTokens(call.record.request),
    inputCacheReadTokens: 0,
    inputCacheWriteTokens: 0,
    outputTokens:
      route.simulation.outputTokens ??
      call.record.logged?.attempts.at(-1)?.usage.outputTokens ??
      Math.ceil(text.length / 4),
    outputReasoningTokens: 0,
  };
}
