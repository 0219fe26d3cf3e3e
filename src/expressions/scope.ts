import type { Attempt } from "../core/attempt.ts";
import type { JsonValue } from "../core/json.ts";
import { estimatedPromptTokens, promptChars, type ModelRequest } from "../core/model-request.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import type { RequestView } from "../core/request-view.ts";

/** What an expression may look at; its values are made when an expression asks for them. */
export interface Scope {
  readonly view: RequestView;
  /** Absent: before any call. */
  readonly attempts: readonly Attempt[] | undefined;
}

/** Variables of a rule: what is known before a call. */
export const requestRoots: readonly string[] = ["request", "tags", "features", "owner", "workflow"];

/** Variables of a trigger: what is known after one. */
export const triggerRoots: readonly string[] = [...requestRoots, "response", "attempts"];

/** What a rule sees of a record. */
export function requestScope(view: RequestView): Scope {
  return { view, attempts: undefined };
}

/** What a trigger sees: the record, and what has happened so far. */
export function triggerScope(view: RequestView, attempts: readonly Attempt[]): Scope {
  return { view, attempts };
}

/** Variables by name, as an expression is given them. */
export type Facts = Record<string, unknown>;

/** Undefined: the record does not say, and `has()` is false. */
const requestFields: Readonly<Record<string, (request: ModelRequest) => unknown>> = {
  prompt_chars: promptChars,
  prompt_tokens: estimatedPromptTokens,
  messages: (request) => request.messages,
  tools: (request) => request.tools,
  wants_schema: (request) => request.responseSchema !== undefined,
  stream: (request) => request.stream,
  sla_ms: (request) => request.slaMs,
  max_output_tokens: (request) => request.maxOutputTokens,
};

export const requestFieldNames: readonly string[] = Object.keys(requestFields);

export const responseFieldNames: readonly string[] = [
  "text",
  "finish_reason",
  "schema_valid",
  "tool_calls",
  "error",
  "latency_ms",
  "cost_usd",
  "signals",
];

/** Adds to a context what one expression reads and the context does not hold yet. */
export type FillContext = (context: Facts, scope: Scope) => void;

/** What an expression reads; no fields: the whole request. */
export interface Reads {
  readonly roots: ReadonlySet<string>;
  readonly requestFields: ReadonlySet<string> | undefined;
}

/** The variables of one expression, and only those. */
export function contextMaker(reads: Reads): (scope: Scope) => Facts {
  const fill = contextFiller(reads, new Set());
  return (scope) => {
    const context: Facts = {};
    fill(context, scope);
    return context;
  };
}

/**
 * How the variables of one expression are made, and only those: the length of a long prompt is not
 * counted for nothing. What `held` names is in the context already, and what is read is added to it.
 */
export function contextFiller(reads: Reads, held: Set<string>): FillContext {
  const isNew = (name: string): boolean => {
    const before = held.size;
    return held.add(name).size > before;
  };
  const makers: { readonly root: string; readonly make: (scope: Scope) => unknown }[] = [];
  for (const root of reads.roots) {
    const make = rootMakers[root];
    if (make !== undefined && isNew(root)) makers.push({ root, make });
  }
  const asked = reads.roots.has("request") ? (reads.requestFields ?? requestFieldNames) : [];
  const facts = [...asked].flatMap((field) => {
    const read = requestFields[field];
    return read === undefined || !isNew(`request.${field}`) ? [] : [{ field, read }];
  });
  return (context, scope) => {
    for (const { root, make } of makers) context[root] = make(scope);
    if (facts.length === 0) return;
    const request = (context["request"] ??= {}) as Facts;
    for (const { field, read } of facts) {
      const value = read(scope.view.request);
      if (value !== undefined) request[field] = value;
    }
  };
}

/** An owner or workflow that is not known is null, which an expression can compare with. */
const rootMakers: Readonly<Record<string, (scope: Scope) => unknown>> = {
  tags: ({ view }) => view.tags,
  features: ({ view }) => view.features,
  owner: ({ view }) => view.owner ?? null,
  workflow: ({ view }) => view.workflow ?? null,
  response: ({ attempts }) => {
    const last = attempts?.at(-1);
    return last === undefined ? undefined : responseFacts(last);
  },
  attempts: ({ attempts }) => attempts?.map(attemptFacts),
};

const noToolCalls: readonly JsonValue[] = [];
const noSignals: Facts = {};

/** One attempt as a trigger sees it; what is not known is not there. */
function responseFacts(attempt: Attempt): Facts {
  const { result } = attempt;
  const facts: Facts = { tool_calls: noToolCalls, signals: noSignals };
  if (result.kind === "response") {
    const { text, finishReason, toolCalls, signals } = result.response;
    if (text !== undefined) facts["text"] = text;
    facts["finish_reason"] = finishReason.kind;
    facts["tool_calls"] = toolCalls;
    facts["signals"] = signals;
  }
  if (result.kind === "failure") facts["error"] = result.failure.kind;
  if (attempt.schemaValid !== undefined) facts["schema_valid"] = attempt.schemaValid;
  if (attempt.latencyMs !== undefined) facts["latency_ms"] = attempt.latencyMs;
  if (attempt.costNanoUsd !== undefined) facts["cost_usd"] = usdFromNanoUsd(attempt.costNanoUsd);
  return facts;
}

/** An entry of `attempts`: the same facts, with the route and why it was called. */
function attemptFacts(attempt: Attempt): Facts {
  return { ...responseFacts(attempt), route: attempt.route, kind: attempt.kind };
}
