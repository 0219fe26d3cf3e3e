import type { Attempt } from "../../../../src/core/attempt.ts";
import type { Outcome } from "../../../../src/core/outcome.ts";
import type { RecordSheet } from "../../../../src/core/record-sheet.ts";
import { unknownUsage } from "../../../../src/core/usage.ts";

/** An answered first call on the route `strong`. */
export function anAttempt(more: Partial<Attempt> = {}): Attempt {
  return {
    index: 0,
    kind: "first",
    because: "the policy's decision",
    isUnreviewed: false,
    route: "strong",
    provider: "openai",
    requestedModel: "gpt-large",
    servedModel: "gpt-large",
    endpointFamily: "openai",
    queuedAtMs: 0,
    dispatchedAtMs: 0,
    waitedMs: 0,
    firstTokenMs: 120,
    latencyMs: 812,
    result: {
      kind: "response",
      response: {
        text: "refund\nplease",
        finishReason: { kind: "stop", raw: "stop" },
        toolCalls: [],
        signals: {},
      },
    },
    schemaValid: undefined,
    usage: unknownUsage,
    costNanoUsd: 1_200_000,
    ...more,
  };
}

/** An accepted outcome of one call. */
export function anOutcome(more: Partial<Outcome> = {}): Outcome {
  return {
    recordId: "q-17",
    ordinal: 16,
    arm: 0,
    repeat: 0,
    route: "strong",
    because: "primary route",
    review: [],
    attempts: [anAttempt()],
    ending: { kind: "answered" },
    grade: {
      accepted: true,
      score: 1,
      schemaValid: undefined,
      scores: [{ name: "exact_match", value: 1, passed: true, because: "as expected" }],
    },
    ...more,
  };
}

const failing = anOutcome({
  arm: 1,
  attempts: [
    anAttempt({
      result: {
        kind: "failure",
        failure: { kind: "rate_limit", detail: "slow down", retryAfterMs: 500 },
      },
      costNanoUsd: 0,
    }),
    anAttempt({
      index: 1,
      kind: "fallback",
      because: "rate_limit",
      waitedMs: 500,
      route: "weak",
      requestedModel: "gpt-small",
      servedModel: "gpt-small-2",
      costNanoUsd: undefined,
    }),
  ],
  grade: {
    accepted: false,
    score: undefined,
    schemaValid: undefined,
    scores: [
      { name: "judge", value: undefined, passed: undefined, because: "could not be scored" },
    ],
  },
});

/** A record that the baseline gets right and whose candidate fell back and was not judged. */
export function aView(more: Partial<RecordSheet> = {}): RecordSheet {
  return {
    ordinal: 16,
    recordId: "q-17",
    tags: { intent: "refund" },
    prompt: "I want my money back",
    expected: "refund",
    arms: [
      { policy: "prod", outcome: anOutcome() },
      { policy: "cheap-first", outcome: failing },
    ],
    ...more,
  };
}
