import type { Attempt, FinishReason } from "../../../src/core/attempt.ts";
import { isFailureKind } from "../../../src/core/failure.ts";
import type { Policy } from "../../../src/core/policy.ts";
import type { Signal } from "../../../src/core/replay-record.ts";
import type { RequestView } from "../../../src/core/request-view.ts";
import type { Registry } from "../../../src/core/route.ts";
import type { Signals } from "../../../src/core/router.ts";
import type { Step } from "../../../src/core/step.ts";
import { unknownUsage } from "../../../src/core/usage.ts";
import { createRouter } from "../../../src/routing/create-router.ts";
import { aRegistry, someOptions } from "./policy-builders.ts";

export function aView(parts: Partial<RequestView> = {}): RequestView {
  return {
    recordId: "r-1",
    request: {
      messages: [{ role: "user", content: "How do I get my money back?" }],
      tools: [],
      responseSchema: undefined,
      stream: false,
      slaMs: undefined,
      maxOutputTokens: undefined,
    },
    tags: {},
    features: {},
    owner: undefined,
    workflow: undefined,
    ...parts,
  };
}

/**
 * How a call ends: a class of error, `ok`, `schema_broken`, `cut_short`, `filtered`,
 * `not_covered`; or that with what else is known of it.
 */
export type End = string | EndWith;

export interface EndWith {
  /** Absent: `ok`. */
  readonly kind?: string;
  readonly signals?: Readonly<Record<string, Signal>>;
  readonly retryAfterMs?: number;
  readonly latencyMs?: number;
  readonly firstTokenMs?: number;
  readonly httpStatus?: number;
  /** Names of the tools that the answer calls. */
  readonly toolCalls?: readonly string[];
}

export function anAttempt(step: Extract<Step, { kind: "call" }>, end: End, index: number): Attempt {
  const { kind = "ok", ...more } = typeof end === "string" ? { kind: end } : end;
  const { latencyMs = 100, firstTokenMs, httpStatus } = more as EndWith;
  return {
    index,
    kind: step.attempt,
    because: step.because,
    isUnreviewed: step.isUnreviewed,
    route: step.route,
    provider: "openai",
    requestedModel: `${step.route}-1`,
    servedModel: undefined,
    endpointFamily: undefined,
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: step.waitMs,
    firstTokenMs,
    latencyMs,
    result: resultOf(kind, more),
    schemaValid: kind === "schema_broken" ? false : undefined,
    usage: unknownUsage,
    costNanoUsd: undefined,
    ...(httpStatus !== undefined && { evidence: { httpStatus } }),
  };
}

function resultOf(kind: string, { retryAfterMs, signals, toolCalls }: EndWith): Attempt["result"] {
  if (kind === "not_covered") return { kind: "not_covered" };
  if (isFailureKind(kind)) {
    return { kind: "failure", failure: { kind, detail: undefined, retryAfterMs } };
  }
  const finish: Readonly<Record<string, FinishReason["kind"]>> = {
    cut_short: "length",
    filtered: "content_filter",
  };
  return {
    kind: "response",
    response: {
      text: "an answer",
      finishReason: { kind: finish[kind] ?? "stop", raw: undefined },
      toolCalls: (toolCalls ?? []).map((name) => ({ name, arguments: {} })),
      signals: signals ?? {},
    },
  };
}

export interface WalkSetting {
  readonly registry?: Registry;
  readonly view?: RequestView;
  readonly signals?: Signals;
}

/** All steps of a policy for one record whose calls end as told, in turn; the last end repeats. */
export function stepsOf(policy: Policy, ends: readonly End[], setting: WalkSetting = {}): Step[] {
  const router = createRouter(policy, setting.registry ?? aRegistry(), someOptions);
  const view = setting.view ?? aView();
  const signals = setting.signals ?? { nowMs: 0 };
  const decision = router.decide(view, signals);
  const attempts: Attempt[] = [];
  const steps: Step[] = [];
  for (;;) {
    const step = router.next(view, decision, attempts, signals);
    steps.push(step);
    if (step.kind !== "call") return steps;
    if (attempts.length >= 50) throw new Error("the policy does not come to an end");
    const end = ends[attempts.length] ?? ends.at(-1) ?? "ok";
    attempts.push(anAttempt(step, end, attempts.length));
  }
}

/** The same in words: `first main`, `retry main`, `answer`, `stop`. */
export function walk(policy: Policy, ends: readonly End[], setting: WalkSetting = {}): string[] {
  return stepsOf(policy, ends, setting).map((step) =>
    step.kind === "call" ? `${step.attempt} ${step.route}` : step.kind,
  );
}
