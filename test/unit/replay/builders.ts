import type { Attempt, ModelResponse } from "../../../src/core/attempt.ts";
import type { FailureKind } from "../../../src/core/failure.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { ProviderCall, ProviderReply } from "../../../src/core/provider.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import type { Route } from "../../../src/core/route.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

export function aRecord(ordinal: number): ReplayRecord {
  return {
    ordinal,
    id: `r${ordinal}`,
    source: `data.csv:${ordinal + 2}`,
    request: {
      messages: [{ role: "user", content: "hello" }],
      tools: [],
      responseSchema: undefined,
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    expected: "yes",
    group: undefined,
    workflow: undefined,
    owner: undefined,
    arrivedAtMs: undefined,
    tags: {},
    features: {},
    outcomes: undefined,
  };
}

export function aRoute(name: string, limits: Partial<Route["limits"]> = {}): Route {
  return {
    name,
    provider: "openai",
    model: `${name}-model`,
    endpointFamily: "openai",
    baseUrl: undefined,
    apiKeyEnv: undefined,
    parameters: {},
    capabilities: { claims: {}, contextWindow: undefined, regions: undefined },
    lifecycle: "managed",
    sourceScope: undefined,
    limits: {
      requestsPerMinute: undefined,
      tokensPerMinute: undefined,
      maxConcurrency: undefined,
      ...limits,
    },
    price: undefined,
    simulation: undefined,
  };
}

export function aPolicy(over: Partial<Policy> = {}): Policy {
  return { ...restOfPolicy, ...over };
}

export function aResponse(text: string): ModelResponse {
  return { text, finishReason: { kind: "stop", raw: "stop" }, toolCalls: [], signals: {} };
}

export function aReply(text: string, latencyMs: number): ProviderReply {
  return {
    result: { kind: "response", response: aResponse(text) },
    servedModel: "m",
    usage: unknownUsage,
    costNanoUsd: 5,
    firstTokenMs: undefined,
    latencyMs,
  };
}

export function aFailure(kind: FailureKind, latencyMs: number): ProviderReply {
  return {
    ...aReply("", latencyMs),
    result: { kind: "failure", failure: { kind, detail: undefined, retryAfterMs: undefined } },
  };
}

export function aCall(over: Partial<ProviderCall> = {}): ProviderCall {
  return {
    record: aRecord(0),
    route: aRoute("small"),
    arm: 0,
    repeat: 0,
    attemptIndex: 0,
    priorCallsOfRoute: 0,
    timeoutMs: undefined,
    firstTokenTimeoutMs: undefined,
    stream: false,
    ...over,
  };
}

export function anAttempt(over: Partial<Attempt> = {}): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "pinned",
    isUnreviewed: false,
    route: "small",
    provider: "openai",
    requestedModel: "small-model",
    servedModel: undefined,
    endpointFamily: undefined,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: undefined,
    latencyMs: 10,
    result: { kind: "response", response: aResponse("yes") },
    schemaValid: undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
    ...over,
  };
}

export function anOutcome(over: Partial<Outcome> = {}): Outcome {
  return {
    recordId: "r0",
    ordinal: 0,
    arm: 0,
    repeat: 0,
    route: "small",
    because: "pinned",
    review: [],
    attempts: [anAttempt()],
    ending: { kind: "answered" },
    grade: { accepted: true, score: 1, schemaValid: undefined, scores: [] },
    ...over,
  };
}
