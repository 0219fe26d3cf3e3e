import type { Attempt } from "../core/attempt.ts";
import type { AttemptFailure } from "../core/failure.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Signal } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { AttemptLine, FailureLine, JournalLine, ScoreLine } from "./journal-line.ts";

/** The line that keeps an outcome; `fromJournalLine` gives back the very same. */
export function toJournalLine(outcome: Outcome, policyKey: string): JournalLine {
  const { ending, grade } = outcome;
  return {
    record: outcome.recordId,
    ordinal: outcome.ordinal,
    policy: policyKey,
    arm: outcome.arm,
    repeat: outcome.repeat,
    route: outcome.route,
    because: outcome.because,
    review: outcome.review.length === 0 ? undefined : outcome.review,
    ending: ending.kind,
    ending_because: "because" in ending ? ending.because : undefined,
    failure: ending.kind === "failed" ? toFailureLine(ending.failure) : undefined,
    attempts: outcome.attempts.map((attempt) => toAttemptLine(attempt, outcome.because)),
    accepted: grade.accepted,
    score: grade.score,
    schema_valid: grade.schemaValid,
    scores: grade.scores.length === 0 ? undefined : grade.scores.map(toScoreLine),
  };
}

function toAttemptLine(attempt: Attempt, outcomeBecause: string): AttemptLine {
  const { result, usage } = attempt;
  const response = result.kind === "response" ? result.response : undefined;
  return {
    kind: attempt.kind,
    because: attempt.because === outcomeBecause ? undefined : attempt.because,
    unreviewed: attempt.isUnreviewed ? true : undefined,
    route: attempt.route,
    provider: attempt.provider,
    requested_model: attempt.requestedModel,
    served_model: attempt.servedModel,
    endpoint_family: attempt.endpointFamily,
    queued_ms: attempt.queuedAtMs === attempt.dispatchedAtMs ? undefined : attempt.queuedAtMs,
    dispatched_ms: attempt.dispatchedAtMs,
    waited_ms: attempt.waitedMs === 0 ? undefined : attempt.waitedMs,
    first_token_ms: attempt.firstTokenMs,
    latency_ms: attempt.latencyMs,
    status: result.kind,
    failure: result.kind === "failure" ? toFailureLine(result.failure) : undefined,
    text: response?.text,
    finish_reason:
      response?.finishReason.kind === "unrecognized" ? undefined : response?.finishReason.kind,
    finish_reason_raw: response?.finishReason.raw,
    tool_calls:
      response === undefined || response.toolCalls.length === 0 ? undefined : response.toolCalls,
    signals: response === undefined || isEmpty(response.signals) ? undefined : response.signals,
    schema_valid: attempt.schemaValid,
    input_tokens: usage.inputUncachedTokens,
    cache_read_tokens: usage.inputCacheReadTokens,
    cache_write_tokens: usage.inputCacheWriteTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.outputReasoningTokens,
    cost_usd: attempt.costNanoUsd === undefined ? undefined : usdFromNanoUsd(attempt.costNanoUsd),
  };
}

function toScoreLine({ name, value, passed, because, label, expectedLabel }: Score): ScoreLine {
  return { name, value, passed, because, label, expected_label: expectedLabel };
}

function toFailureLine(failure: AttemptFailure): FailureLine {
  return { class: failure.kind, detail: failure.detail, retry_after_ms: failure.retryAfterMs };
}

function isEmpty(signals: Readonly<Record<string, Signal>>): boolean {
  for (const _name in signals) return false;
  return true;
}
