import type { JsonObject, JsonValue } from "../../../src/core/json.ts";
import { countOne } from "./log-totals.ts";
import {
  dollars,
  isoTime,
  logGenerator,
  type LogGenerator,
  type LogUnderWay,
} from "./generated-log.ts";
import {
  failuresByWords,
  type LogTraits,
  type TrueCall,
  type TrueRequest,
} from "./true-request.ts";

const traits: LogTraits = {
  failures: failuresByWords,
  hasRetries: true,
  hasCacheRead: true,
  hasCacheWrite: true,
  hasReasoning: true,
  hasFirstToken: true,
  hasCacheHits: false,
  hasRedaction: true,
  hasCost: true,
  hasLatency: true,
  failuresHaveUsage: false,
  failuresHaveCost: false,
};

/** Observations as the API gives them. Some integrations count the cached tokens within the input, some beside it. */
export const langfuseApi: LogGenerator = logGenerator({
  format: "langfuse",
  shape: "api",
  traits,
  jostledBy: 20,
  write: (request, log) => {
    writeObservations(request, log, (row) => row);
  },
});

/** The same from the database: other spelling, no zone, texts for objects and for whole numbers. */
export const langfuseClickhouse: LogGenerator = logGenerator({
  format: "langfuse",
  shape: "clickhouse",
  traits,
  jostledBy: 20,
  write: (request, log) => {
    writeObservations(request, log, databaseRow);
  },
});

function writeObservations(
  request: TrueRequest,
  { row, chance, totals }: LogUnderWay,
  spelt: (row: JsonObject) => JsonObject,
): void {
  const isInside = request.number % 2 === 0;
  for (const [index, call] of request.calls.entries()) {
    row(spelt(observation(request, call, index, isInside)));
  }
  if (chance.isTrue(0.05)) {
    const type = chance.oneOf(["SPAN", "EVENT", "AGENT", "TOOL"]);
    row(spelt({ ...observation(request, request.calls[0]!, 9, true), type }));
    countOne(totals.skipped, `${type.toLowerCase()} observation`);
  }
}

function observation(
  request: TrueRequest,
  call: TrueCall,
  index: number,
  isInside: boolean,
): JsonObject {
  const endMs = call.startMs + call.latencyMs;
  const { failure, firstTokenMs } = call;
  return {
    id: `obs-${request.number}-${index}`,
    traceId: `tr-${request.number}`,
    parentObservationId: null,
    type: "GENERATION",
    name: "answer",
    startTime: isoTime(call.startMs),
    endTime: isoTime(endMs),
    completionStartTime: firstTokenMs === undefined ? null : isoTime(call.startMs + firstTokenMs),
    model: failure === undefined ? call.servedModel : null,
    modelParameters: { temperature: 0 },
    input: request.isRedacted ? null : [{ role: "user", content: request.prompt }],
    output: failure === undefined && !request.isRedacted ? call.text : null,
    usageDetails: failure === undefined ? usageDetails(call, isInside) : {},
    costDetails: failure === undefined ? { total: dollars(call.costNanoUsd) } : {},
    totalCost: failure === undefined ? dollars(call.costNanoUsd) : null,
    level: failure === undefined ? "DEFAULT" : "ERROR",
    statusMessage: failure?.message ?? null,
    userId: request.user,
    sessionId: request.session,
    environment: "production",
    latency: call.latencyMs / 1000,
    timeToFirstToken: firstTokenMs === undefined ? null : firstTokenMs / 1000,
    tags: [request.team],
    metadata: { route: call.route },
  };
}

function usageDetails(call: TrueCall, isInside: boolean): JsonObject {
  const cached = call.cacheRead + call.cacheWrite;
  return {
    input: call.uncached + (isInside ? cached : 0),
    output: call.output - (isInside ? 0 : call.reasoning),
    input_cached_tokens: call.cacheRead,
    input_cache_creation: call.cacheWrite,
    output_reasoning_tokens: call.reasoning,
    total: call.uncached + cached + call.output,
  };
}

const databaseNames: Readonly<Record<string, string>> = {
  model: "provided_model_name",
  traceId: "trace_id",
  parentObservationId: "parent_observation_id",
  startTime: "start_time",
  endTime: "end_time",
  completionStartTime: "completion_start_time",
  modelParameters: "model_parameters",
  usageDetails: "usage_details",
  costDetails: "cost_details",
  totalCost: "total_cost",
  statusMessage: "status_message",
  userId: "user_id",
  sessionId: "session_id",
};
const leftOut = new Set(["latency", "timeToFirstToken"]);

function databaseRow(row: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !leftOut.has(name))
      .map(([name, value]) => [databaseNames[name] ?? name, databaseValue(name, value)]),
  );
}

function databaseValue(name: string, value: JsonValue): JsonValue {
  if (name.endsWith("Time") && typeof value === "string") {
    return value.replace("T", " ").replace("Z", "");
  }
  if (name === "input" && value !== null) return JSON.stringify(value);
  if (name !== "usageDetails") return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).map(([key, count]) => [key, JSON.stringify(count)]),
  );
}
