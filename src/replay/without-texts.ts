import type { Attempt, AttemptResult } from "../core/attempt.ts";
import type { Ending, Outcome } from "../core/outcome.ts";

/**
 * The outcome without a word of the answers: what `--store-text none` keeps.
 * It is taken before anything is folded or written, so that a resumed run sees the same.
 */
export function withoutTexts(outcome: Outcome): Outcome {
  const { ending, grade, trace } = outcome;
  return {
    ...outcome,
    ...(trace?.classification && {
      trace: { ...trace, classification: { ...trace.classification, because: "" } },
    }),
    attempts: outcome.attempts.map(attemptWithoutTexts),
    ending: endingWithoutTexts(ending),
    grade: {
      ...grade,
      scores: grade.scores.map(({ name, value, passed, fault }) => ({
        name,
        value,
        passed,
        because: "",
        ...(fault !== undefined && { fault }),
      })),
    },
  };
}

function endingWithoutTexts(ending: Ending): Ending {
  switch (ending.kind) {
    case "failed":
      return { kind: "failed", failure: { ...ending.failure, detail: undefined } };
    case "static_answer":
      return { ...ending, text: undefined };
    case "answered":
    case "stopped":
    case "queued":
    case "not_covered":
      return ending;
  }
}

function attemptWithoutTexts(attempt: Attempt): Attempt {
  return { ...attempt, result: resultWithoutTexts(attempt.result) };
}

/** What came of a call, without its words. */
export function resultWithoutTexts(result: AttemptResult): AttemptResult {
  switch (result.kind) {
    case "response":
      return {
        kind: "response",
        response: { ...result.response, text: undefined, toolCalls: [], signals: {} },
      };
    case "failure":
      return { kind: "failure", failure: { ...result.failure, detail: undefined } };
    case "not_covered":
      return result;
  }
}
