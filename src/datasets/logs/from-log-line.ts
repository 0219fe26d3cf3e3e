import type { AttemptResult } from "../../core/attempt.ts";
import type { JsonObject, JsonValue } from "../../core/json.ts";
import type { LoggedAttempt, LoggedRequest } from "../../core/logged-request.ts";
import { nanoUsdFromUsd } from "../../core/money.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { ReplayRecord, Signal } from "../../core/replay-record.ts";
import { fromUsageLine } from "../../core/usage-line.ts";
import type { LogAttempt, LogLine } from "./log-line.ts";

const noTools: readonly JsonObject[] = [];
const noTags: Readonly<Record<string, string>> = {};
const noSignals: Readonly<Record<string, Signal>> = {};

/** The record that a line holds; `schema` is asked of answers whose request has none of its own. */
export function fromLogLine(
  line: LogLine,
  ordinal: number,
  source: string,
  schema: JsonValue | undefined,
): ReplayRecord {
  return {
    ordinal,
    id: line.id,
    source,
    request: requestOf(line, schema),
    expected: line.expected,
    group: line.group,
    workflow: line.workflow,
    owner: line.owner,
    arrivedAtMs: line.at_ms,
    tags: line.tags ?? noTags,
    features: line.features ?? noSignals,
    outcomes: undefined,
    logged: loggedOf(line),
  };
}

function requestOf(line: LogLine, schema: JsonValue | undefined): ModelRequest {
  const request = {
    messages: line.messages ?? [],
    tools: line.tools ?? noTools,
    responseSchema: line.response_schema ?? schema,
    stream: line.stream === true,
    slaMs: line.sla_ms,
    maxOutputTokens: line.max_output_tokens,
  };
  const isRedacted = line.redacted === true;
  if (line.tool_choice === undefined && line.prompt_tokens === undefined && !isRedacted) {
    return request;
  }
  return {
    ...request,
    ...(isRedacted && { isRedacted: true as const }),
    ...(line.tool_choice !== undefined && { toolChoice: line.tool_choice }),
    ...(line.prompt_tokens !== undefined && { promptTokens: line.prompt_tokens }),
  };
}

function loggedOf(line: LogLine): LoggedRequest {
  return {
    attempts: line.attempts.map(loggedAttempt),
    propensity: line.propensity,
    propensities: line.propensities,
    accepted: line.accepted,
    score: line.score,
    signals: line.signals ?? noSignals,
    isRedacted: line.redacted === true,
  };
}

export function loggedAttempt(attempt: LogAttempt): LoggedAttempt {
  return {
    route: attempt.route,
    requestedModel: attempt.requested_model,
    servedModel: attempt.served_model,
    provider: attempt.provider,
    latencyMs: attempt.latency_ms,
    firstTokenMs: attempt.first_token_ms,
    result: attempt.unseen === true ? { kind: "unseen" } : resultOf(attempt),
    usage: fromUsageLine(attempt),
    costNanoUsd: attempt.cost_usd === undefined ? undefined : nanoUsdFromUsd(attempt.cost_usd),
    serviceTier: attempt.tier,
    isCacheHit: attempt.cache_hit === true,
  };
}

function resultOf({
  error,
  text,
  finish,
  finish_raw: raw,
  tool_calls: toolCalls,
  signals,
}: LogAttempt): Exclude<AttemptResult, { readonly kind: "not_covered" }> {
  if (error !== undefined) {
    const { class: kind, detail, retry_after_ms: retryAfterMs } = error;
    return { kind: "failure", failure: { kind, detail, retryAfterMs } };
  }
  const finishReason = { kind: finish ?? "unrecognized", raw } as const;
  return {
    kind: "response",
    response: {
      text,
      finishReason,
      toolCalls: toolCalls ?? noTools,
      signals: signals ?? noSignals,
    },
  };
}
