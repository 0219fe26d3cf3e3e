import type { Attempt } from "../core/attempt.ts";
import { changedRecord } from "../core/changed-record.ts";
import type { Policy } from "../core/policy.ts";
import type { ProviderCall, ProviderReply } from "../core/provider.ts";
import type { RequestChange } from "../core/request-change.ts";
import type { Route } from "../core/route.ts";
import type { Scorer } from "../core/scorer.ts";
import type { Step } from "../core/step.ts";
import type { Trial } from "../core/trial.ts";

export type CallStep = Extract<Step, { kind: "call" }>;

/** What every call of a run shares. */
interface Calling {
  readonly routes: ReadonlyMap<string, Route>;
  readonly streams: boolean;
}

/** The call that a policy's step asks for, after the attempts so far. */
export function callOf(
  trial: Trial,
  step: CallStep,
  soFar: readonly Attempt[],
  { latency, cost }: Policy,
  { routes, streams }: Calling,
): ProviderCall {
  const route = routes.get(step.route);
  if (route === undefined) throw new Error(`the registry has no route "${step.route}"`);
  const { record } = trial;
  const stream = streams || record.request.stream;
  const completeMs = stream
    ? latency.timeoutMs
    : (latency.nonStreamingTimeoutMs ?? latency.timeoutMs);
  const change = limited(step.change, cost.maxOutputTokens);
  let priorCallsOfRoute = 0;
  for (const earlier of soFar) if (earlier.route === step.route) priorCallsOfRoute += 1;
  return {
    record: change === undefined ? record : changedRecord(record, change),
    route,
    arm: trial.arm,
    repeat: trial.repeat,
    attemptIndex: soFar.length,
    priorCallsOfRoute,
    timeoutMs: shorter(completeMs, step.timeoutMs),
    firstTokenTimeoutMs: shorter(latency.firstTokenTimeoutMs, step.firstTokenTimeoutMs),
    stream,
  };
}

/** A step's change under the longest answer that the policy asks for at all. */
function limited(
  change: RequestChange | undefined,
  mostTokens: number | undefined,
): RequestChange | undefined {
  if (mostTokens === undefined) return change;
  const ofStep = change?.maxOutputTokens ?? mostTokens;
  return { ...change, maxOutputTokens: Math.min(mostTokens, ofStep) };
}

function shorter(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

/** What came of a call, as an attempt of its outcome. */
export function attemptOf(
  { record, route, attemptIndex }: ProviderCall,
  step: CallStep,
  reply: ProviderReply,
  queuedAtMs: number,
  scorer: Scorer,
): Attempt {
  const { result } = reply;
  const attempt: Attempt = {
    index: attemptIndex,
    kind: step.attempt,
    because: step.because,
    isUnreviewed: step.isUnreviewed,
    route: step.route,
    provider: route.provider,
    requestedModel: route.model,
    servedModel: reply.servedModel,
    endpointFamily: route.endpointFamily,
    // A worker holds its slot for the whole trial: an attempt waits for limits of its route alone.
    queuedAtMs,
    dispatchedAtMs: queuedAtMs + (reply.queuedMs ?? 0),
    waitedMs: step.waitMs,
    firstTokenMs: reply.firstTokenMs,
    latencyMs: reply.latencyMs,
    result,
    schemaValid:
      result.kind === "response" ? scorer.checkSchema(record, result.response.text) : undefined,
    usage: reply.usage,
    costNanoUsd: reply.costNanoUsd,
  };
  // A spread within the literal would cost every outcome of a table something.
  return reply.evidence === undefined ? attempt : { ...attempt, evidence: reply.evidence };
}
