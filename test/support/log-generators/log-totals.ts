import type { LogTraits, TrueCall, TrueRequest } from "./true-request.ts";

/** What a log holds in all: of a generator what it wrote, of a reader what it found. */
export interface LogTotals {
  requests: number;
  attempts: number;
  unseenAttempts: number;
  redacted: number;
  missingAnswers: number;
  cacheHits: number;
  /** By class of failure: attempts. */
  failures: Record<string, number>;
  inputUncached: number;
  inputCacheRead: number;
  inputCacheWrite: number;
  output: number;
  outputReasoning: number;
  /** Attempts whose input or output is not known. */
  unknownUsage: number;
  costNanoUsd: number;
  unknownCost: number;
  latencyUs: number;
  unknownLatency: number;
  firstTokenUs: number;
  firstTokens: number;
  /** By the log's own verdict: answers. */
  accepted: number;
  notAccepted: number;
  /** By the name of the served model: attempts. */
  servedModels: Record<string, number>;
  skipped: Record<string, number>;
  unmapped: Record<string, number>;
}

export function noTotals(): LogTotals {
  return {
    requests: 0,
    attempts: 0,
    unseenAttempts: 0,
    redacted: 0,
    missingAnswers: 0,
    cacheHits: 0,
    failures: {},
    inputUncached: 0,
    inputCacheRead: 0,
    inputCacheWrite: 0,
    output: 0,
    outputReasoning: 0,
    unknownUsage: 0,
    costNanoUsd: 0,
    unknownCost: 0,
    latencyUs: 0,
    unknownLatency: 0,
    firstTokenUs: 0,
    firstTokens: 0,
    accepted: 0,
    notAccepted: 0,
    servedModels: {},
    skipped: {},
    unmapped: {},
  };
}

export function countOne(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

export function addRequest(totals: LogTotals, request: TrueRequest, traits: LogTraits): void {
  totals.requests += 1;
  if (request.isRedacted) totals.redacted += 1;
  for (const call of request.calls) addCall(totals, call, traits);
}

function addCall(totals: LogTotals, call: TrueCall, traits: LogTraits): void {
  const hasFailed = call.failure !== undefined;
  totals.attempts += 1;
  countOne(totals.servedModels, call.failure === undefined ? call.servedModel : "none");
  if (call.failure !== undefined) countOne(totals.failures, call.failure.kind);
  if (call.isCacheHit) totals.cacheHits += 1;
  if (!hasFailed || traits.failuresHaveUsage) {
    totals.inputUncached += call.uncached;
    totals.inputCacheRead += call.cacheRead;
    totals.inputCacheWrite += call.cacheWrite;
    totals.output += call.output;
    totals.outputReasoning += call.reasoning;
  } else totals.unknownUsage += 1;
  if (traits.hasCost && (!hasFailed || traits.failuresHaveCost))
    totals.costNanoUsd += call.costNanoUsd;
  else totals.unknownCost += 1;
  if (traits.hasLatency && !call.isCacheHit) totals.latencyUs += call.latencyMs * 1000;
  else totals.unknownLatency += 1;
  if (call.firstTokenMs !== undefined) {
    totals.firstTokens += 1;
    totals.firstTokenUs += call.firstTokenMs * 1000;
  }
}
