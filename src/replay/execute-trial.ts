import type { Attempt } from "../core/attempt.ts";
import type { Clock } from "../core/clock.ts";
import type { Decision } from "../core/decision.ts";
import type { Grade, Ending, Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";
import type { Provider } from "../core/provider.ts";
import type { Route } from "../core/route.ts";
import type { Router, Signals } from "../core/router.ts";
import type { Scorer } from "../core/scorer.ts";
import type { Step } from "../core/step.ts";
import type { Trial } from "../core/trial.ts";

/** A policy ready to be replayed. */
export interface ReplayArm {
  readonly policy: Policy;
  readonly router: Router;
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
}

const ungraded: Grade = { accepted: false, score: 0, schemaValid: undefined, scores: [] };

/**
 * One record through one policy: decide, then do what the policy says until it has an answer or
 * gives up. Whatever breaks for this record is this record's ending; only an aborted run rejects.
 */
export async function executeTrial(trial: Trial, world: ReplayWorld): Promise<Outcome> {
  const attempts: Attempt[] = [];
  let decision: Decision | undefined;
  let ending: Ending;
  let grade: Grade;
  try {
    const signals = { nowMs: trial.record.arrivedAtMs ?? world.asOfMs };
    decision = armOf(trial, world).router.decide(trial.view, signals);
    ending = await followPolicy(trial, decision, attempts, signals, world);
    grade = world.scorer.grade(trial.record, ending, attempts);
  } catch (error) {
    if (world.signal.aborted) throw error;
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

async function followPolicy(
  trial: Trial,
  decision: Decision,
  attempts: Attempt[],
  signals: Signals,
  world: ReplayWorld,
): Promise<Ending> {
  const { router } = armOf(trial, world);
  for (;;) {
    const step = router.next(trial.view, decision, attempts, signals);
    switch (step.kind) {
      case "call": {
        const attempt = await executeAttempt(trial, step, attempts, world);
        attempts.push(attempt);
        if (attempt.result.kind === "not_covered") return { kind: "not_covered" };
        break;
      }
      case "answer":
        return { kind: "answered" };
      case "stop":
      case "queue":
        return { kind: step.kind === "stop" ? "stopped" : "queued", because: step.because };
      case "give_up":
        return failureOf(attempts.at(-1), step.because);
    }
  }
}

async function executeAttempt(
  trial: Trial,
  step: Extract<Step, { kind: "call" }>,
  soFar: readonly Attempt[],
  world: ReplayWorld,
): Promise<Attempt> {
  const route = world.routes.get(step.route);
  if (route === undefined) throw new Error(`the registry has no route "${step.route}"`);
  const { latency } = armOf(trial, world).policy;
  const { clock, signal, scorer } = world;
  if (step.waitMs > 0) await clock.sleep(step.waitMs, signal);
  const dispatchedAtMs = clock.nowMs();
  let priorCallsOfRoute = 0;
  for (const earlier of soFar) if (earlier.route === step.route) priorCallsOfRoute += 1;
  const reply = await world.provider.call(
    {
      record: trial.record,
      route,
      repeat: trial.repeat,
      priorCallsOfRoute,
      timeoutMs: latency.timeoutMs,
      firstTokenTimeoutMs: latency.firstTokenTimeoutMs,
    },
    clock,
    signal,
  );
  const { result } = reply;
  return {
    index: soFar.length,
    kind: step.attempt,
    because: step.because,
    isUnreviewed: step.isUnreviewed,
    route: step.route,
    provider: route.provider,
    requestedModel: route.model,
    servedModel: reply.servedModel,
    endpointFamily: route.endpointFamily,
    // A worker holds its slot for the whole trial: no attempt waits for one.
    queuedAtMs: dispatchedAtMs,
    dispatchedAtMs,
    waitedMs: step.waitMs,
    firstTokenMs: reply.firstTokenMs,
    latencyMs: reply.latencyMs,
    result,
    schemaValid:
      result.kind === "response"
        ? scorer.checkSchema(trial.record, result.response.text)
        : undefined,
    usage: reply.usage,
    costNanoUsd: reply.costNanoUsd,
  };
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
