import type { Advisor } from "../core/advice.ts";
import type { Attempt, NotCoveredReason } from "../core/attempt.ts";
import type { Clock } from "../core/clock.ts";
import type { Decision } from "../core/decision.ts";
import type { FailureKind } from "../core/failure.ts";
import { HarnessError } from "../core/harness-error.ts";
import type { Grade, Ending, Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";
import type { Provider, ProviderCall, ProviderReply } from "../core/provider.ts";
import type { Route } from "../core/route.ts";
import type { Router, Signals } from "../core/router.ts";
import type { Scorer } from "../core/scorer.ts";
import type { ServedJudge } from "../core/served-judge.ts";
import type { Step } from "../core/step.ts";
import type { Trial } from "../core/trial.ts";
import type { PolicyMemory } from "./policy-memory.ts";
import type { ReplayTime } from "./replay-time.ts";
import { sleepUnlessDrained } from "./sleep-unless-drained.ts";
import type { Timeline } from "./timeline.ts";
import { traceOf } from "./trace-of.ts";
import { attemptOf, callOf, type CallStep } from "./trial-call.ts";
import { openTrialPast, type TrialPast } from "./trial-past.ts";

/** A policy ready to be replayed. */
export interface ReplayArm {
  readonly policy: Policy;
  readonly router: Router;
  /** Absent: no route of the policy leads to a gateway. */
  readonly servedJudge?: ServedJudge | undefined;
  /** Asked before each decision; absent: the policy needs no advice. */
  readonly advisor?: Advisor | undefined;
  /** An empty memory for one timeline of the policy, on its time; absent: it reads no past. */
  readonly newMemory?: ((time?: Pick<ReplayTime, "logOfMs">) => PolicyMemory) | undefined;
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
  /** Where a trial of a policy that reads the past happens; absent: no policy here does. */
  readonly timelineOf?: (trial: Trial) => Timeline | undefined;
}

const answered: Ending = { kind: "answered" };
const notCovered: Ending = { kind: "not_covered" };
const noReview: readonly string[] = [];
const ungraded: Grade = { accepted: false, score: 0, schemaValid: undefined, scores: [] };

/**
 * One record through one policy: decide, then do what the policy says until it has an answer or
 * gives up. Whatever breaks for this record is this record's ending; only an aborted run rejects,
 * and a `HarnessError` of a provider, which ends the run (the trial then has no outcome).
 */
export async function executeTrial(trial: Trial, world: ReplayWorld): Promise<Outcome> {
  const { policy, router, servedJudge, advisor } = armOf(trial, world);
  const timeline = world.timelineOf?.(trial);
  const dated: Signals = { nowMs: trial.record.arrivedAtMs ?? world.asOfMs };
  // What an advisor rejects with is the run's end: what is wrong with advice is said in the advice.
  const known =
    advisor === undefined
      ? dated
      : { ...dated, advice: await advisor.advise(trial, world.clock, world.signal) };
  let past: TrialPast | undefined;
  let attempts: readonly Attempt[] = [];
  let decision: Decision | undefined;
  let ending: Ending | undefined;
  let grade: Grade;
  let review: readonly string[] = noReview;
  let endOfRun: HarnessError | undefined;
  try {
    if (timeline !== undefined) {
      past = openTrialPast(trial, (view) => router.ceilingKeys(view), timeline);
    }
    let signals = past === undefined ? known : past.signals(known);
    decision = router.decide(trial.view, signals);
    review = decision.review;
    past?.decided(decision);
    while (ending === undefined) {
      // What other trials did in the meantime counts for what this one does next.
      if (past !== undefined && attempts.length > 0) signals = past.signals(known);
      const step = router.next(trial.view, decision, attempts, signals);
      if (step.kind === "call") {
        let queuedAtMs: number;
        let call: ProviderCall;
        let reply: ProviderReply;
        try {
          call = callOf(trial, step, attempts, policy, world);
          // Before any wait: until then nobody else may take the room that the step was given.
          past?.calling(call.route);
          if (step.waitMs > 0) await sleepUnlessDrained(step.waitMs, world);
          queuedAtMs = world.clock.nowMs();
          reply = await world.provider.call(call, world.clock, world.signal);
        } catch (error) {
          if (error instanceof HarnessError) endOfRun = error;
          throw error;
        }
        let attempt = attemptOf(call, step, reply, queuedAtMs, world.scorer);
        if (servedJudge !== undefined) attempt = servedJudge.judge(attempt, signals);
        // One more exactly: a pushed-to array makes room for seventeen.
        attempts = [...attempts, attempt];
        past?.attempted(attempt);
        if (reply.result.kind === "not_covered") ending = uncovered(reply.result.because);
      } else {
        ending = endingOf(step, attempts.at(-1));
        const mayAskForReview = step.kind === "answer" || step.kind === "queue";
        if (mayAskForReview && step.review !== undefined) review = [...review, ...step.review];
      }
    }
    grade = world.scorer.grade(trial.record, ending, attempts);
  } catch (error) {
    if (world.signal.aborted || error === endOfRun) {
      past?.ended();
      throw error;
    }
    ending = brokenBy(error);
    grade = ungraded;
  }
  past?.ended();
  const outcome: Outcome = {
    recordId: trial.record.id,
    ordinal: trial.record.ordinal,
    arm: trial.arm,
    repeat: trial.repeat,
    route: decision?.route,
    because: decision?.because ?? "no decision",
    review,
    attempts,
    ending,
    grade,
  };
  const trace = traceOf(decision, attempts, ending, past);
  return trace === undefined ? outcome : { ...outcome, trace };
}

function uncovered(because: NotCoveredReason | undefined): Ending {
  return because === undefined ? notCovered : { kind: "not_covered", because };
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
    case "not_covered":
      return { kind: "not_covered", because: step.because };
    case "give_up":
      if (step.failure === undefined) return failureOf(last, step.because);
      return failedAs(step.failure, step.because);
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
  return failedAs("policy_stop", because);
}

function failedAs(kind: FailureKind, detail: string): Ending {
  return { kind: "failed", failure: { kind, detail, retryAfterMs: undefined } };
}

function brokenBy(error: unknown): Ending {
  const detail = error instanceof Error ? error.message : String(error);
  return failedAs("harness_error", detail);
}
