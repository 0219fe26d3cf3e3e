import type { Attempt } from "../../../src/core/attempt.ts";
import type { FailureKind } from "../../../src/core/failure.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { unknownUsage } from "../../../src/core/usage.ts";

/** An attempt that answered in 100 ms for 1,000 nano-dollars, but for what is said otherwise. */
export function anAttempt(changes: Partial<Attempt> = {}): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "the policy says so",
    isUnreviewed: false,
    route: "small",
    provider: "openai",
    requestedModel: "small-1",
    servedModel: "small-1-2026",
    endpointFamily: "openai",
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: undefined,
    latencyMs: 100,
    result: {
      kind: "response",
      response: {
        text: "yes",
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [],
        signals: {},
      },
    },
    schemaValid: undefined,
    usage: { ...unknownUsage, inputUncachedTokens: 10, outputTokens: 5 },
    costNanoUsd: 1_000,
    ...changes,
  };
}

/** An attempt that failed. */
export function aFailedAttempt(kind: FailureKind, changes: Partial<Attempt> = {}): Attempt {
  const failure = { kind, detail: undefined, retryAfterMs: undefined };
  return anAttempt({
    result: { kind: "failure", failure },
    servedModel: undefined,
    usage: unknownUsage,
    costNanoUsd: 0,
    ...changes,
  });
}

/** An accepted outcome of one attempt, but for what is said otherwise. */
export function anOutcome(changes: Partial<Outcome> = {}): Outcome {
  const ordinal = changes.ordinal ?? 0;
  return {
    recordId: `record-${ordinal}`,
    ordinal,
    arm: 0,
    repeat: 0,
    route: "small",
    because: "primary route",
    review: [],
    attempts: [anAttempt()],
    ending: { kind: "answered" },
    grade: anAcceptedGrade,
    ...changes,
  };
}

export const anAcceptedGrade: Outcome["grade"] = {
  accepted: true,
  score: 1,
  schemaValid: undefined,
  scores: [{ name: "exact_match", value: 1, passed: true, because: "equal" }],
};

export const aRefusedGrade: Outcome["grade"] = {
  accepted: false,
  score: 0,
  schemaValid: undefined,
  scores: [{ name: "exact_match", value: 0, passed: false, because: "different" }],
};

/** An outcome that ended in a failure of this kind. */
export function aFailedOutcome(kind: FailureKind, changes: Partial<Outcome> = {}): Outcome {
  return anOutcome({
    attempts: [aFailedAttempt(kind)],
    ending: { kind: "failed", failure: { kind, detail: undefined, retryAfterMs: undefined } },
    grade: aRefusedGrade,
    ...changes,
  });
}
