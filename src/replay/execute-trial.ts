import { sleepUnlessDrained } from "./sleep-unless-drained.ts";
import type { Attempt } from "../core/attempt.ts";
import type { Clock } from "../core/clock.ts";
import type { Decision } from "../core/decision.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { Grade, Ending, Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";
import type { Provider, ProviderCall, ProviderReply } from "../core/provider.ts";
import type { Route } from "../core/route.ts";
import type { Router } from "../core/router.ts";
import type { Scorer } from "../core/scorer.ts";
import type { ServedJudge } from "../core/served-judge.ts";
import type { Step } from "../core/step.ts";
import type { Trial } from "../core/trial.ts";

/** A policy ready to be replayed. */
export interface ReplayArm {
  readonly policy: Policy;
  readonly router: Router;
  /** Absent: no route of the policy leads to a gateway. */
  readonly servedJudge?: ServedJudge | undefined;
}

/** What every trial of a run shares. */
export interface ReplayWorld {
  readonly arms: readonly ReplayArm[];
  readonly routes: ReadonlyMap<string, Route>;
  readonly provider: Provider;
  readonly scorer: Scorer;
  readonly clock: Clock;
  /** Milliseconds since 1970 that count as now for records without an arrival time. */
  readonly asOfMs: number;
  readonly signal: AbortSignal;
  /** Aborted: a trial that waits before its next call is left. Absent: waits take no real time. */
  readonly drain?: AbortSignal | undefined;
  /** Whether every answer comes as a stream: some policy of the run asks for first tokens. */
  readonly streams: boolean;
}

const answered: Ending = { kind: "answered" };
const notCovered: Ending = { kind: "not_covered" };
const ungraded: Grade = { accepted: false, score: 0, schemaValid: undefined, scores: [] };

/**
 * One record through one policy: decide, then do what the policy says until it has an answer or
 * gives up. Whatever breaks for this record is this record's ending; only an aborted run rejects,
 * and a `HarnessError` of a provider, which ends the run (the trial then has no outcome).
 */
export async function executeTrial(trial: Trial, world: ReplayWorld): Promise<Outcome> {
  const { router, servedJudge } = armOf(trial, world);
  const signals = { nowMs: trial.record.arrivedAtMs ?? world.asOfMs };
  const attempts: Attempt[] = [];
  let decision: Decision | undefined;
  let ending: Ending | undefined;
  let grade: Grade;
  let endOfRun: HarnessError | undefined;
  try {
    decision = router.decide(trial.view, signals);
    while (ending === undefined) {
      const step = router.next(trial.view, decision, attempts, signals);
      if (step.kind === "call") {
        let queuedAtMs: number;
        let call: ProviderCall;
        let reply: ProviderReply;
        try {
          if (step.waitMs > 0) await sleepUnlessDrained(step.waitMs, world);
          queuedAtMs = world.clock.nowMs();
          call = callOf(trial, step, attempts, world);
          reply = await world.provider.call(call, world.clock, world.signal);
        } catch (error) {
          if (error instanceof HarnessError) endOfRun = error;
          throw error;
        }
        const attempt = attemptOf(call, step, reply, queuedAtMs, world);
        attempts.push(servedJudge === undefined ? attempt : servedJudge.judge(attempt, signals));
        if (reply.result.kind === "not_covered") ending = notCovered;
      } else {
        ending = endingOf(step, attempts.at(-1));
      }
    }
    grade = world.scorer.grade(trial.record, ending, attempts);
  } catch (error) {
    if (world.signal.aborted || error === endOfRun) throw error;
    ending = brokenBy(error);
    grade = ungraded;
  }
  return {
    recordId: trial.record.id,
    ordinal: trial.record.ordinal,
    arm: trial.arm,
    repeat: trial.repeat,
    route: decision?.route,
    because: decision?.because ?? "no decision",
    review: decision?.review ?? [],
    attempts,
    ending,
    grade,
  };
}

type CallStep = Extract<Step, { kind: "call" }>;

function callOf(
  trial: Trial,
  step: CallStep,
  soFar: readonly Attempt[],
  world: ReplayWorld,
): ProviderCall {
  const route = world.routes.get(step.route);
  if (route === undefined) throw new Error(`the registry has no route "${step.route}"`);
  const { latency } = armOf(trial, world).policy;
  let priorCallsOfRoute = 0;
  for (const earlier of soFar) if (earlier.route === step.route) priorCallsOfRoute += 1;
  return {
    record: trial.record,
    route,
    arm: trial.arm,
    repeat: trial.repeat,
    attemptIndex: soFar.length,
    priorCallsOfRoute,
    timeoutMs: latency.timeoutMs,
    firstTokenTimeoutMs: latency.firstTokenTimeoutMs,
    stream: world.streams || trial.record.request.stream,
  };
}

function attemptOf(
  { record, route, attemptIndex }: ProviderCall,
  step: CallStep,
  reply: ProviderReply,
  queuedAtMs: number,
  { scorer }: ReplayWorld,
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

function endingOf(step: Exclude<Step, CallStep>, last: Attempt | undefined): Ending {
  switch (step.kind) {
    case "answer":
      return answered;
    case "stop":
      return { kind: "stopped", because: step.because };
    case "queue":
      return { kind: "queued", because: step.because };
    case "static_answer":
      return { kind: "static_answer", because: step.because, text: step.text };
    case "give_up":
      return failureOf(last, step.because);
  }
}

function armOf(trial: Trial, world: ReplayWorld): ReplayArm {
  const arm = world.arms[trial.arm];
  if (arm === undefined) throw new Error(`the run has no arm ${trial.arm}`);
  return arm;
}

function failureOf(attempt: Attempt | undefined, because: string): Ending {
  if (attempt?.result.kind === "failure") {
    return { kind: "failed", failure: attempt.result.failure };
  }
  return {
    kind: "failed",
    failure: { kind: "policy_stop", detail: because, retryAfterMs: undefined },
  };
}

function brokenBy(error: unknown): Ending {
  const detail = error instanceof Error ? error.message : String(error);
  return { kind: "failed", failure: { kind: "harness_error", detail, retryAfterMs: undefined } };
}
