import type { Attempt } from "../core/attempt.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Score } from "../core/score.ts";
import type { AttemptLine, JournalLine, ScoreLine } from "./journal-line.ts";
import { toFailureLine, toReplyLine } from "./reply-line.ts";

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
  const reply = toReplyLine(attempt);
  // Field by field: spreading into a literal costs a million outcomes a hundred megabytes.
  const line: EveryField<AttemptLine> = {
    kind: attempt.kind,
    because: attempt.because === outcomeBecause ? undefined : attempt.because,
    unreviewed: attempt.isUnreviewed ? true : undefined,
    route: attempt.route,
    provider: attempt.provider,
    requested_model: attempt.requestedModel,
    served_model: reply.served_model,
    endpoint_family: attempt.endpointFamily,
    queued_ms: attempt.queuedAtMs === attempt.dispatchedAtMs ? undefined : attempt.queuedAtMs,
    dispatched_ms: attempt.dispatchedAtMs,
    waited_ms: attempt.waitedMs === 0 ? undefined : attempt.waitedMs,
    first_token_ms: reply.first_token_ms,
    latency_ms: reply.latency_ms,
    status: reply.status,
    failure: reply.failure,
    text: reply.text,
    finish_reason: reply.finish_reason,
    finish_reason_raw: reply.finish_reason_raw,
    tool_calls: reply.tool_calls,
    signals: reply.signals,
    schema_valid: attempt.schemaValid,
    input_tokens: reply.input_tokens,
    cache_read_tokens: reply.cache_read_tokens,
    cache_write_tokens: reply.cache_write_tokens,
    cache_write_long_tokens: reply.cache_write_long_tokens,
    output_tokens: reply.output_tokens,
    reasoning_tokens: reply.reasoning_tokens,
    cost_usd: reply.cost_usd,
    evidence: reply.evidence,
  };
  return line;
}

/** No field may be forgotten, though most are absent. */
type EveryField<Line> = { readonly [Field in keyof Required<Line>]: Line[Field] };

function toScoreLine({ name, value, passed, because, label, expectedLabel }: Score): ScoreLine {
  return { name, value, passed, because, label, expected_label: expectedLabel };
}
