import type { Clock } from "../../../src/core/clock.ts";
import type { ProviderCall, ProviderReply } from "../../../src/core/provider.ts";
import type { KnownOutcome, ReplayRecord } from "../../../src/core/replay-record.ts";
import type { Price, Route, Simulation } from "../../../src/core/route.ts";
import { unknownUsage, type Usage } from "../../../src/core/usage.ts";

export function aRecord(parts: Partial<ReplayRecord> = {}): ReplayRecord {
  return {
    ordinal: 0,
    id: "r-1",
    source: "data.csv:2",
    request: {
      messages: [{ role: "user", content: "How do I get my money back?" }],
      tools: [],
      responseSchema: undefined,
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    expected: undefined,
    group: undefined,
    workflow: undefined,
    owner: undefined,
    arrivedAtMs: undefined,
    tags: {},
    features: {},
    outcomes: undefined,
    ...parts,
  };
}

/** A record whose answer has to follow a schema. */
export function aStructuredRecord(
  parts: Pick<ReplayRecord, "expected"> & { schema?: Schema },
): ReplayRecord {
  const record = aRecord({ expected: parts.expected });
  return { ...record, request: { ...record.request, responseSchema: parts.schema } };
}

type Schema = NonNullable<ReplayRecord["request"]["responseSchema"]>;

export function aRoute(parts: Partial<Route> = {}): Route {
  return {
    name: "small",
    provider: "openai",
    model: "small-1",
    endpointFamily: "openai",
    baseUrl: undefined,
    apiKeyEnv: undefined,
    parameters: {},
    capabilities: { claims: {}, contextWindow: undefined, regions: undefined },
    lifecycle: "managed",
    sourceScope: undefined,
    limits: { requestsPerMinute: undefined, tokensPerMinute: undefined, maxConcurrency: undefined },
    price: undefined,
    simulation: undefined,
    ...parts,
  };
}

export function aSimulation(parts: Partial<Simulation> = {}): Simulation {
  return {
    latency: { p50Ms: 700, p95Ms: 2400 },
    firstToken: undefined,
    errors: {},
    accuracy: 1,
    schemaErrorRate: 0,
    outputTokens: undefined,
    ...parts,
  };
}

/** A price per million tokens in dollars, as registries write it. */
export function aPrice(usd: {
  readonly input?: number;
  readonly cachedInput?: number;
  readonly output?: number;
  readonly perRequest?: number;
}): Price {
  const nano = (dollars: number | undefined): number | undefined =>
    dollars === undefined ? undefined : Math.round(dollars * 1e9);
  return {
    inputNanoUsdPerMtok: nano(usd.input),
    cachedInputNanoUsdPerMtok: nano(usd.cachedInput),
    outputNanoUsdPerMtok: nano(usd.output),
    perRequestNanoUsd: nano(usd.perRequest) ?? 0,
  };
}

export function aUsage(input: number | undefined, output: number | undefined): Usage {
  return { ...unknownUsage, inputUncachedTokens: input, outputTokens: output };
}

export function aKnownOutcome(parts: Partial<KnownOutcome> = {}): KnownOutcome {
  return {
    response: "an answer",
    accepted: true,
    score: undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
    latencyMs: undefined,
    firstTokenMs: undefined,
    error: undefined,
    servedModel: undefined,
    signals: {},
    ...parts,
  };
}

export function aCall(parts: Partial<ProviderCall> = {}): ProviderCall {
  return {
    record: aRecord(),
    route: aRoute(),
    repeat: 0,
    arm: 0,
    attemptIndex: 0,
    stream: false,
    priorCallsOfRoute: 0,
    timeoutMs: undefined,
    firstTokenTimeoutMs: undefined,
    ...parts,
  };
}

/** A clock for one caller: sleeping moves it, nothing waits. */
export function aClock(): Clock {
  let nowMs = 0;
  return {
    nowMs: () => nowMs,
    sleep: async (durationMs, signal, value) => {
      signal.throwIfAborted();
      nowMs += durationMs;
      return value!;
    },
  };
}

/** A signal that nobody aborts. */
export const noAbort: AbortSignal = new AbortController().signal;

/** The kind of failure that a reply is; absent for a response. */
export function failureKindOf(reply: ProviderReply): string | undefined {
  return reply.result.kind === "failure" ? reply.result.failure.kind : undefined;
}

/** The text that a reply answers with; absent where it failed. */
export function textOf(reply: ProviderReply): string | undefined {
  return reply.result.kind === "response" ? reply.result.response.text : undefined;
}
