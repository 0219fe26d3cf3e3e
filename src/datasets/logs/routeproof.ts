import { isFailureKind } from "../../core/failure.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import {
  readAmount,
  readCost,
  readCount,
  readFlag,
  readJson,
  readScore,
  type Fault,
} from "../read-cell.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import type { LogFormat } from "./log-format.ts";
import { lineFields, type LogAttempt, type LogError, type LogLine } from "./log-line.ts";
import { messagesIn } from "./request-body.ts";
import { idIn, listIn, objectIn, present, textIn } from "./row-fields.ts";

/** Requests in our own words, as `import` writes them: nothing is folded any more. */
export const routeproof: LogFormat = {
  name: "routeproof",
  options: {},
  fields: new Set(["prompt", ...lineFields]),
  defaults: {},
  read: (row, { emit, fault }) => {
    const line = lineIn(row, fault);
    if (line !== undefined) emit({ kind: "record", foldKey: line.id, line, row });
  },
};

function lineIn(row: JsonObject, fault: Fault): LogLine | undefined {
  const id = idIn(row["id"], "id", fault);
  if (id === undefined) return undefined;
  if (!Array.isArray(row["attempts"])) fault("attempts", "expected the list of its calls");
  const messages = messagesIn(row["messages"] ?? row["prompt"], "user", "messages", fault);
  const amount = (name: string): number | undefined => readAmount(present(row[name]), name, fault);
  const count = (name: string): number | undefined => readCount(present(row[name]), name, fault);
  return {
    id,
    at_ms: amount("at_ms"),
    messages: messages.length === 0 ? undefined : messages,
    redacted: messages.length === 0 || row["redacted"] === true || undefined,
    group: textIn(row["group"]),
    workflow: textIn(row["workflow"]),
    owner: textIn(row["owner"]),
    expected: readJson(present(row["expected"]), "expected", fault),
    tags: textsIn(row["tags"], "tags", fault),
    features: signalsIn(row["features"], "features", fault),
    tools: objectsIn(row["tools"]),
    tool_choice: textIn(row["tool_choice"]),
    response_schema: readJson(present(row["response_schema"]), "response_schema", fault),
    sla_ms: amount("sla_ms"),
    max_output_tokens: count("max_output_tokens"),
    stream: row["stream"] === true || undefined,
    prompt_tokens: count("prompt_tokens"),
    propensity: chanceIn(row["propensity"], "propensity", fault),
    propensities: chancesIn(row["propensities"], fault),
    accepted: readFlag(present(row["accepted"]), "accepted", fault),
    score: readScore(present(row["score"]), "score", fault),
    signals: signalsIn(row["signals"], "signals", fault),
    attempts: listIn(row["attempts"]).map((attempt, index) =>
      attemptIn(objectIn(attempt), `attempts.${index}`, fault),
    ),
  };
}

function attemptIn(attempt: JsonObject, column: string, fault: Fault): LogAttempt {
  const amount = (name: string): number | undefined =>
    readAmount(present(attempt[name]), `${column}.${name}`, fault);
  const count = (name: string): number | undefined =>
    readCount(present(attempt[name]), `${column}.${name}`, fault);
  const cost = readCost(present(attempt["cost_usd"]), `${column}.cost_usd`, fault);
  const { text, finish } = attempt;
  return {
    route: textIn(attempt["route"]),
    requested_model: textIn(attempt["requested_model"]),
    served_model: textIn(attempt["served_model"]),
    provider: textIn(attempt["provider"]),
    unseen: attempt["unseen"] === true || undefined,
    latency_ms: amount("latency_ms"),
    first_token_ms: amount("first_token_ms"),
    text: typeof text === "string" ? text : undefined,
    tool_calls: objectsIn(attempt["tool_calls"]),
    finish: finishes.find((known) => known === finish),
    finish_raw: textIn(attempt["finish_raw"]),
    signals: signalsIn(attempt["signals"], `${column}.signals`, fault),
    error: errorIn(attempt["error"], `${column}.error`, fault),
    input_tokens: count("input_tokens"),
    cache_read_tokens: count("cache_read_tokens"),
    cache_write_tokens: count("cache_write_tokens"),
    cache_write_long_tokens: count("cache_write_long_tokens"),
    output_tokens: count("output_tokens"),
    reasoning_tokens: count("reasoning_tokens"),
    cost_usd: cost === undefined ? undefined : usdFromNanoUsd(cost),
    tier: textIn(attempt["tier"]),
    cache_hit: attempt["cache_hit"] === true || undefined,
  };
}

const finishes = ["stop", "length", "tool_calls", "content_filter"] as const;

function errorIn(value: JsonValue | undefined, column: string, fault: Fault): LogError | undefined {
  if (value === undefined || value === null) return undefined;
  const error = objectIn(value);
  const kind = textIn(error["class"]) ?? "";
  if (!isFailureKind(kind)) {
    fault(column, `expected {class: an error class}, got the class "${kind.slice(0, 40)}"`);
    return undefined;
  }
  return {
    class: kind,
    detail: textIn(error["detail"]),
    retry_after_ms: readAmount(present(error["retry_after_ms"]), `${column}.retry_after_ms`, fault),
  };
}

function objectsIn(value: JsonValue | undefined): readonly JsonObject[] | undefined {
  const objects = listIn(value).filter(isJsonObject);
  return objects.length === 0 ? undefined : objects;
}

function textsIn(
  value: JsonValue | undefined,
  column: string,
  fault: Fault,
): Readonly<Record<string, string>> | undefined {
  const texts = signalsIn(value, column, fault);
  return (
    texts && Object.fromEntries(Object.entries(texts).map(([name, one]) => [name, String(one)]))
  );
}

function signalsIn(
  value: JsonValue | undefined,
  column: string,
  fault: Fault,
): Readonly<Record<string, string | number | boolean>> | undefined {
  const entries = Object.entries(objectIn(value)).filter(([, one]) => one !== null);
  const plain = entries.flatMap(([name, one]) =>
    typeof one === "object" || name === "__proto__" ? [] : [[name, one] as const],
  );
  if (plain.length < entries.length) fault(column, "expected texts, numbers and booleans by name");
  return plain.length === 0 ? undefined : Object.fromEntries(plain);
}

function chanceIn(value: JsonValue | undefined, column: string, fault: Fault): number | undefined {
  const chance = readAmount(present(value), column, fault);
  if (chance === undefined || chance <= 1) return chance;
  fault(column, `expected a probability of at most 1, got ${chance}`);
  return undefined;
}

function chancesIn(value: JsonValue | undefined, fault: Fault) {
  const entries = Object.entries(objectIn(value)).flatMap(([route, one]) => {
    const chance = chanceIn(one, `propensities.${route}`, fault);
    return chance === undefined || route === "__proto__" ? [] : [[route, chance] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
