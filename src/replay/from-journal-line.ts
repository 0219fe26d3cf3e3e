import type { Attempt, AttemptResult } from "../core/attempt.ts";
import type { AttemptFailure } from "../core/failure.ts";
import { nanoUsdFromUsd } from "../core/money.ts";
import type { Ending, Outcome } from "../core/outcome.ts";
import type { Score } from "../core/score.ts";
import type { AttemptLine, FailureLine, JournalLine, ScoreLine } from "./journal-line.ts";

/** The outcome that a line keeps. */
export function fromJournalLine(line: JournalLine): Outcome {
  return {
    recordId: line.record,
    ordinal: line.ordinal,
    arm: line.arm,
    repeat: line.repeat,
    route: line.route,
    because: line.because,
    review: line.review ?? [],
    attempts: line.attempts.map((attempt, index) => fromAttemptLine(attempt, index, line.because)),
    ending: toEnding(line),
    grade: {
      accepted: line.accepted,
      score: line.score,
      schemaValid: line.schema_valid,
      scores: line.scores?.map(fromScoreLine) ?? [],
    },
  };
}

function fromAttemptLine(line: AttemptLine, index: number, outcomeBecause: string): Attempt {
  return {
    index,
    kind: line.kind,
    because: line.because ?? outcomeBecause,
    isUnreviewed: line.unreviewed ?? false,
    route: line.route,
    provider: line.provider,
    requestedModel: line.requested_model,
    servedModel: line.served_model,
    endpointFamily: line.endpoint_family,
    queuedAtMs: line.queued_ms ?? line.dispatched_ms,
    dispatchedAtMs: line.dispatched_ms,
    waitedMs: line.waited_ms ?? 0,
    firstTokenMs: line.first_token_ms,
    latencyMs: line.latency_ms,
    result: toResult(line),
    schemaValid: line.schema_valid,
    usage: {
      inputUncachedTokens: line.input_tokens,
      inputCacheReadTokens: line.cache_read_tokens,
      inputCacheWriteTokens: line.cache_write_tokens,
      outputTokens: line.output_tokens,
      outputReasoningTokens: line.reasoning_tokens,
    },
    costNanoUsd: line.cost_usd === undefined ? undefined : nanoUsdFromUsd(line.cost_usd),
  };
}

function toResult(line: AttemptLine): AttemptResult {
  switch (line.status) {
    case "response":
      return {
        kind: "response",
        response: {
          text: line.text,
          finishReason: { kind: line.finish_reason ?? "unrecognized", raw: line.finish_reason_raw },
          toolCalls: line.tool_calls ?? [],
          signals: line.signals ?? {},
        },
      };
    case "failure":
      return { kind: "failure", failure: toFailure(line.failure) };
    case "not_covered":
      return { kind: "not_covered" };
  }
}

function toEnding(line: JournalLine): Ending {
  switch (line.ending) {
    case "failed":
      return { kind: "failed", failure: toFailure(line.failure) };
    case "stopped":
    case "queued":
      return { kind: line.ending, because: line.ending_because ?? "" };
    case "answered":
    case "not_covered":
      return { kind: line.ending };
  }
}

function fromScoreLine(line: ScoreLine): Score {
  const { name, value, passed, because, label, expected_label: expectedLabel } = line;
  return {
    name,
    value,
    passed,
    because,
    ...(label === undefined ? {} : { label }),
    ...(expectedLabel === undefined ? {} : { expectedLabel }),
  };
}

function toFailure(line: FailureLine | undefined): AttemptFailure {
  return {
    kind: line?.class ?? "harness_error",
    detail: line?.detail,
    retryAfterMs: line?.retry_after_ms,
  };
}
