import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { ModelRequest } from "../../core/model-request.ts";
import type { Signal } from "../../core/replay-record.ts";
import type { Usage } from "../../core/usage.ts";
import { readFlag, readScore } from "../read-cell.ts";
import { readTools } from "../read-tools.ts";
import { resultOfBody } from "./answer-body.ts";
import type { LoggedVerdict } from "./log-event.ts";
import { fieldSet } from "./field-set.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { ownRows } from "./own-rows.ts";
import { failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { namedFields, objectNamed, objectsNamed, textNamed, valueNamed } from "./named-fields.ts";
import { emptyRequest, requestOfBody } from "./request-body.ts";
import { idIn } from "./row-fields.ts";
import { usageOf } from "./usage-basis.ts";
import { endAfter } from "./units.ts";

/** Replay records of the vLLM semantic router: what was asked for, what was chosen, how it went. */
const rows: LogFormat = {
  name: "vllm-sr",
  options: {},
  fields: fieldSet(
    "id timestamp request_id session_id original_model selected_model",
    "decision decision_tier category recipe selection_method reasoning_mode",
    "request_body request_body_truncated response_body response_body_truncated",
    "prompt prompt_truncated tool_definitions streaming outcomes",
    "response_status lifecycle_state duration_ms from_cache currency",
    "prompt_tokens cached_prompt_tokens cache_write_tokens completion_tokens",
    "actual_cost total_tokens",
    // What the router would have spent elsewhere is its own reckoning.
    "baseline_cost baseline_model cost_savings turn_index",
  ),
  defaults: {
    group: "session_id",
    tags: {
      decision: "decision",
      category: "category",
      decision_tier: "decision_tier",
      recipe: "recipe",
    },
  },
  read(row, reading) {
    const id = idIn(row["id"], "id", reading.fault);
    if (id === undefined) return;
    const fields = namedFields(row, "", reading);
    const startMs = fields.time("timestamp");
    const latencyMs = fields.amount("duration_ms");
    const usage = usageIn(row, reading);
    const outcomes = objectsNamed(row, "outcomes");
    reading.emit({
      kind: "call",
      id,
      foldKey: textNamed(row, "request_id") ?? id,
      row,
      startMs,
      endMs: endAfter(startMs, latencyMs),
      input: loggedInput(requestIn(row, reading), usage, isCut(row, ["prompt", "request_body"])),
      attempt: loggedAttempt({
        route: textNamed(row, "selected_model"),
        requestedModel: textNamed(row, "original_model"),
        servedModel: textNamed(row, "selected_model"),
        latencyMs,
        result: resultIn(row, reading),
        usage,
        costNanoUsd: costIn(row, reading),
        isCacheHit: readFlag(row["from_cache"] ?? undefined, "from_cache", reading.fault) === true,
      }),
      unseenBefore: [],
      ...(outcomes.length > 0 && { verdict: verdictOf(outcomes, reading) }),
    });
  },
};

export const vllmSr: LogFormat = ownRows(
  rows,
  "selected_model original_model decision lifecycle_state selection_method",
);

/** A body is the whole request; without one there is the prompt. */
function requestIn(row: JsonObject, { fault }: LogReading): ModelRequest {
  const body = objectNamed(row, "request_body");
  const request = body === undefined ? emptyRequest : requestOfBody(body, "request_body", fault);
  const prompt = textNamed(row, "prompt");
  const tools = valueNamed(row, "tool_definitions");
  return {
    ...request,
    stream: request.stream || row["streaming"] === true,
    ...(request.messages.length === 0 &&
      prompt !== undefined && { messages: [{ role: "user", content: prompt }] }),
    ...(request.tools.length === 0 &&
      tools !== undefined && { tools: readTools(tools, "tool_definitions", fault) }),
  };
}

/** Whether the log has cut one of these, and says so. */
function isCut(row: JsonObject, names: readonly string[]): boolean {
  return names.some((name) => row[`${name}_truncated`] === true);
}

function usageIn(row: JsonObject, reading: LogReading): Usage {
  const { count } = namedFields(row, "", reading);
  return usageOf(
    {
      input: count("prompt_tokens"),
      cacheRead: count("cached_prompt_tokens"),
      cacheWrite: count("cache_write_tokens"),
      output: count("completion_tokens"),
      reasoning: undefined,
      basis: "inside",
    },
    { cached: "cached_prompt_tokens", reasoning: "completion_tokens" },
    reading.fault,
  );
}

function costIn(row: JsonObject, reading: LogReading): number | undefined {
  const currency = textNamed(row, "currency") ?? "USD";
  if (currency.toUpperCase() === "USD") return namedFields(row, "", reading).costUsd("actual_cost");
  reading.unmapped("actual_cost of another currency than USD");
  return undefined;
}

/** What did not complete failed, whatever its status. */
function resultIn(row: JsonObject, reading: LogReading): LoggedResult {
  const status = namedFields(row, "", reading).count("response_status");
  const state = textNamed(row, "lifecycle_state") ?? "completed";
  if (state === "aborted") return failed({ name: "stream_interrupted", message: state });
  if (state !== "completed" || (status !== undefined && status >= 400)) {
    return failed({ status, message: `lifecycle ${state}` });
  }
  const result = resultOfBody(objectNamed(row, "response_body"));
  if (result.kind !== "response" || !isCut(row, ["response_body"])) return result;
  return { kind: "response", response: { ...result.response, text: undefined } };
}

const acceptedByWord: ReadonlyMap<string, boolean> = new Map([
  ["accepted", true],
  ["accept", true],
  ["good", true],
  ["positive", true],
  ["pass", true],
  ["passed", true],
  ["rejected", false],
  ["reject", false],
  ["bad", false],
  ["negative", false],
  ["fail", false],
  ["failed", false],
]);

/** Accepted is what nobody rejected; a word that is no verdict is a signal by its source. */
function verdictOf(outcomes: readonly JsonObject[], { fault }: LogReading): LoggedVerdict {
  const signals: [string, Signal][] = [];
  let accepted: boolean | undefined;
  let score: number | undefined;
  for (const [index, outcome] of outcomes.entries()) {
    const word = textNamed(outcome, "verdict");
    const verdict = acceptedByWord.get(word?.toLowerCase() ?? "");
    if (verdict !== undefined) accepted = accepted !== false && verdict;
    score = readScore(valueNamed(outcome, "score"), `outcomes.${index}.score`, fault) ?? score;
    if (word !== undefined)
      signals.push([`verdict_${textNamed(outcome, "source") ?? index}`, word]);
  }
  return {
    ...(accepted !== undefined && { accepted }),
    ...(score !== undefined && { score }),
    signals: Object.fromEntries(signals),
  };
}
