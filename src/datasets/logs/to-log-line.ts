import type { LoggedAttempt } from "../../core/logged-request.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { CallEvent, LoggedInput, LoggedVerdict, LogEvent } from "./log-event.ts";
import type { LogAttempt, LogLine } from "./log-line.ts";
import type { RowParts } from "./row-parts.ts";

const noVerdict: LoggedVerdict = {};

/** An event as a request of its own; `parts` is what the manifest reads in its row. */
export function toLogLine(
  event: LogEvent,
  parts: RowParts,
  routes: ReadonlyMap<string, string>,
): LogLine {
  switch (event.kind) {
    case "call":
      return lineOf(
        event,
        event.input,
        event.verdict ?? noVerdict,
        parts,
        attemptsOf(event, routes),
      );
    case "request":
      return lineOf(event, event.input, noVerdict, parts, [
        { requested_model: event.requestedModel, unseen: true },
      ]);
    case "measure":
      return { id: "", attempts: [attemptOf(event.attempt, routes)] };
    case "record":
      return withParts(event.line, parts);
    case "verdict":
      return { id: "", ...event.verdict, attempts: [] };
  }
}

function lineOf(
  { id, startMs }: { readonly id: string; readonly startMs: number | undefined },
  input: LoggedInput | undefined,
  verdict: LoggedVerdict,
  parts: RowParts,
  attempts: readonly LogAttempt[],
): LogLine {
  const request = input?.request;
  const messages = parts.messages ?? request?.messages ?? [];
  const isRedacted = messages.length === 0 || (input?.isRedacted === true && !parts.messages);
  return {
    id: parts.id ?? id,
    at_ms: parts.arrivedAtMs ?? startMs,
    messages: messages.length === 0 ? undefined : messages,
    redacted: isRedacted || undefined,
    group: parts.group,
    workflow: parts.workflow,
    owner: parts.owner,
    expected: parts.expected ?? input?.expected,
    tags: parts.tags,
    features: input?.features ? { ...input.features, ...parts.features } : parts.features,
    tools:
      parts.tools ??
      (request === undefined || request.tools.length === 0 ? undefined : request.tools),
    tool_choice: parts.toolChoice ?? request?.toolChoice,
    response_schema: parts.responseSchema ?? request?.responseSchema,
    sla_ms: parts.slaMs ?? request?.slaMs,
    max_output_tokens: parts.maxOutputTokens ?? request?.maxOutputTokens,
    stream: parts.stream === true || request?.stream === true || undefined,
    prompt_tokens: request?.promptTokens,
    propensity: input?.propensity,
    propensities: input?.propensities,
    accepted: verdict.accepted,
    score: verdict.score,
    signals: verdict.signals,
    attempts,
  };
}

/** What the manifest reads in a row of our own words goes before what the row says. */
function withParts(line: LogLine, parts: RowParts): LogLine {
  return {
    ...line,
    id: parts.id ?? line.id,
    at_ms: parts.arrivedAtMs ?? line.at_ms,
    group: parts.group ?? line.group,
    workflow: parts.workflow ?? line.workflow,
    owner: parts.owner ?? line.owner,
    expected: parts.expected ?? line.expected,
    tags: parts.tags ?? line.tags,
    features: parts.features ?? line.features,
  };
}

function attemptsOf(
  { attempt, unseenBefore }: CallEvent,
  routes: ReadonlyMap<string, string>,
): readonly LogAttempt[] {
  const shown = attemptOf(attempt, routes);
  if (unseenBefore.length === 0) return [shown];
  const unseen = unseenBefore.map(({ route }): LogAttempt => ({
    route: named(route, routes),
    unseen: true,
  }));
  return [...unseen, shown];
}

function attemptOf(attempt: LoggedAttempt, routes: ReadonlyMap<string, string>): LogAttempt {
  const { result, usage, costNanoUsd } = attempt;
  const response = result.kind === "response" ? result.response : undefined;
  const failure = result.kind === "failure" ? result.failure : undefined;
  const finish = response?.finishReason;
  return {
    route: routeOf(attempt, routes),
    requested_model: attempt.requestedModel,
    served_model: attempt.servedModel,
    provider: attempt.provider,
    unseen: result.kind === "unseen" || undefined,
    latency_ms: attempt.isCacheHit ? undefined : attempt.latencyMs,
    first_token_ms: attempt.isCacheHit ? undefined : attempt.firstTokenMs,
    text: response?.text,
    tool_calls:
      response === undefined || response.toolCalls.length === 0 ? undefined : response.toolCalls,
    finish: finish === undefined || finish.kind === "unrecognized" ? undefined : finish.kind,
    finish_raw: finish?.raw,
    signals: response === undefined || isEmpty(response.signals) ? undefined : response.signals,
    error: failure && {
      class: failure.kind,
      detail: failure.detail,
      retry_after_ms: failure.retryAfterMs,
    },
    // Field by field, not by `toUsageLine`: a spread would cost each of millions of lines something.
    input_tokens: usage.inputUncachedTokens,
    cache_read_tokens: usage.inputCacheReadTokens,
    cache_write_tokens: usage.inputCacheWriteTokens,
    cache_write_long_tokens: usage.inputCacheWriteLongTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.outputReasoningTokens,
    cost_usd: costNanoUsd === undefined ? undefined : usdFromNanoUsd(costNanoUsd),
    tier: attempt.serviceTier,
    cache_hit: attempt.isCacheHit || undefined,
  };
}

/** The manifest's word for the route, by the log's own or by the model where it names no route. */
function routeOf(
  { route, servedModel, requestedModel }: LoggedAttempt,
  routes: ReadonlyMap<string, string>,
): string | undefined {
  if (routes.size === 0) return route;
  if (route !== undefined) return named(route, routes);
  for (const model of [servedModel, requestedModel]) {
    const known = model === undefined ? undefined : routes.get(model);
    if (known !== undefined) return known;
  }
  return undefined;
}

function named(route: string | undefined, routes: ReadonlyMap<string, string>): string | undefined {
  return route === undefined ? undefined : (routes.get(route) ?? route);
}

function isEmpty(values: object): boolean {
  for (const _name in values) return false;
  return true;
}
