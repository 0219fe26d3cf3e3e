import type { Attempt, AttemptResult, FinishReason } from "../core/attempt.ts";
import type { AttemptFailure } from "../core/failure.ts";
import type { JsonObject } from "../core/json.ts";
import { nanoUsdFromUsd, usdFromNanoUsd } from "../core/money.ts";
import type { Ending, Outcome } from "../core/outcome.ts";
import type { Signal } from "../core/replay-record.ts";
import type { EndpointFamily, ProviderName } from "../core/route.ts";
import type { Score } from "../core/score.ts";
import type { AttemptKind } from "../core/step.ts";

interface FailureLine {
  readonly class: AttemptFailure["kind"];
  readonly detail?: string | undefined;
  readonly retry_after_ms?: number | undefined;
}

interface AttemptLine {
  readonly kind: AttemptKind;
  /** Absent: the outcome's own reason. */
  readonly because?: string | undefined;
  readonly unreviewed?: true | undefined;
  readonly route: string;
  readonly provider: ProviderName;
  readonly requested_model: string;
  readonly served_model?: string | undefined;
  readonly endpoint_family?: EndpointFamily | undefined;
  /** Absent: dispatched at once. */
  readonly queued_ms?: number | undefined;
  readonly dispatched_ms: number;
  readonly waited_ms?: number | undefined;
  readonly first_token_ms?: number | undefined;
  readonly latency_ms?: number | undefined;
  readonly status: AttemptResult["kind"];
  readonly failure?: FailureLine | undefined;
  readonly text?: string | undefined;
  /** Absent: unrecognized. */
  readonly finish_reason?: FinishReason["kind"] | undefined;
  readonly finish_reason_raw?: string | undefined;
  readonly tool_calls?: readonly JsonObject[] | undefined;
  readonly signals?: Readonly<Record<string, Signal>> | undefined;
  readonly schema_valid?: boolean | undefined;
  readonly input_tokens?: number | undefined;
  readonly cache_read_tokens?: number | undefined;
  readonly cache_write_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly reasoning_tokens?: number | undefined;
  readonly cost_usd?: number | undefined;
}

interface ScoreLine {
  readonly name: string;
  readonly value?: number | undefined;
  readonly passed?: boolean | undefined;
  readonly because: string;
  readonly label?: string | undefined;
  readonly expected_label?: string | undefined;
}

/** One line of `outcomes.jsonl`. An absent field is unknown or does not apply; never zero. */
export interface JournalLine {
  readonly record: string;
  readonly ordinal: number;
  readonly policy: string;
  readonly arm: number;
  readonly repeat: number;
  readonly route?: string | undefined;
  readonly because: string;
  readonly review?: readonly string[] | undefined;
  readonly ending: Ending["kind"];
  readonly ending_because?: string | undefined;
  readonly failure?: FailureLine | undefined;
  readonly attempts: readonly AttemptLine[];
  readonly accepted: boolean;
  readonly score?: number | undefined;
  readonly schema_valid?: boolean | undefined;
  readonly scores?: readonly ScoreLine[] | undefined;
}

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

function toScoreLine({ name, value, passed, because, label, expectedLabel }: Score): ScoreLine {
  return { name, value, passed, because, label, expected_label: expectedLabel };
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

function toFailureLine(failure: AttemptFailure): FailureLine {
  return { class: failure.kind, detail: failure.detail, retry_after_ms: failure.retryAfterMs };
}

function toFailure(line: FailureLine | undefined): AttemptFailure {
  return {
    kind: line?.class ?? "harness_error",
    detail: line?.detail,
    retryAfterMs: line?.retry_after_ms,
  };
}

function isEmpty(signals: Readonly<Record<string, Signal>>): boolean {
  for (const _name in signals) return false;
  return true;
}
