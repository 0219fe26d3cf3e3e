import type { Attempt } from "../core/attempt.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Score } from "../core/score.ts";
import type { AttemptLine, JournalLine, ScoreLine } from "./journal-line.ts";
import { toEvidenceLine } from "./evidence-line.ts";
import { toFailureLine, toFinishReason, toSignals, toToolCalls, toUsd } from "./reply-line.ts";
import { toTraceLine } from "./trace-line.ts";

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
    ending_text: ending.kind === "static_answer" ? ending.text : undefined,
    failure: ending.kind === "failed" ? toFailureLine(ending.failure) : undefined,
    attempts: outcome.attempts.map((attempt) => toAttemptLine(attempt, outcome.because)),
    accepted: grade.accepted,
    score: grade.score,
    schema_valid: grade.schemaValid,
    scores: grade.scores.length === 0 ? undefined : grade.scores.map(toScoreLine),
    trace: outcome.trace && toTraceLine(outcome.trace),
  };
}

/**
 * The same fields as `toReplyLine` writes, one by one: this runs once for each of millions of
 * outcomes, and a second object or a spread costs a hundred megabytes and much collecting.
 */
function toAttemptLine(attempt: Attempt, outcomeBecause: string): AttemptLine {
  const { result, usage } = attempt;
  const response = result.kind === "response" ? result.response : undefined;
  const line: EveryField<AttemptLine> = {
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
    finish_reason: toFinishReason(response),
    finish_reason_raw: response?.finishReason.raw,
    tool_calls: toToolCalls(response),
    signals: toSignals(response),
    schema_valid: attempt.schemaValid,
    input_tokens: usage.inputUncachedTokens,
    cache_read_tokens: usage.inputCacheReadTokens,
    cache_write_tokens: usage.inputCacheWriteTokens,
    cache_write_long_tokens: usage.inputCacheWriteLongTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.outputReasoningTokens,
    cost_usd: toUsd(attempt.costNanoUsd),
    evidence: attempt.evidence && toEvidenceLine(attempt.evidence),
  };
  return line;
}

/** No field may be forgotten, though most are absent. */
type EveryField<Line> = { readonly [Field in keyof Required<Line>]: Line[Field] };

function toScoreLine(score: Score): ScoreLine {
  const { name, value, passed, because, label, expectedLabel, fault } = score;
  return { name, value, passed, because, label, expected_label: expectedLabel, fault };
}
