import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import { readResponse } from "../read-cell.ts";
import { resultOfBody } from "./answer-body.ts";
import { langfuseUsage } from "./langfuse-usage.ts";
import { fieldSet } from "./field-set.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { ownRows } from "./own-rows.ts";
import { answered, failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { contentText, listedToolCalls } from "./message-content.ts";
import { emptyRequest, messagesIn, requestOfBody } from "./request-body.ts";
import { objectNamed, namedFields, textNamed, unquoted, valueNamed } from "./named-fields.ts";
import { unmappedFields } from "./row-fields.ts";
import { secondsToMs, spanMs } from "./units.ts";

/** Observations of the API and, in snake_case, of exports of the database. */
const rows: LogFormat = {
  name: "langfuse",
  options: { usageBasis: "optional" },
  fields: fieldSet(
    "id traceId trace_id type name environment level metadata model",
    "startTime start_time endTime end_time latency",
    "completionStartTime completion_start_time timeToFirstToken time_to_first_token",
    "providedModelName provided_model_name input output",
    "modelParameters model_parameters usageDetails usage_details",
    "costDetails cost_details totalCost total_cost",
    "statusMessage status_message userId user_id sessionId session_id tags",
    // The trace's own ids, and the same figures under other names.
    "parentObservationId parent_observation_id projectId project_id",
    "internalModelId internal_model_id createdAt created_at updatedAt updated_at",
  ),
  defaults: {
    group: ["sessionId", "session_id"],
    owner: ["userId", "user_id"],
    tags: { name: "name", environment: "environment" },
  },
  read(row, reading) {
    const type = textNamed(row, "type") ?? "GENERATION";
    if (type.toUpperCase() !== "GENERATION") {
      return reading.skip(`${type.toLowerCase()} observation`);
    }
    readGeneration(row, reading);
  },
};

export const langfuse: LogFormat = ownRows(
  rows,
  "type level traceId usageDetails usage_details costDetails cost_details",
  "providedModelName provided_model_name",
);

const unmappedMetadata = unmappedFields("metadata", new Set(["route"]));

function readGeneration(row: JsonObject, reading: LogReading): void {
  const { fault } = reading;
  const id = textNamed(row, "id");
  if (id === undefined) return fault("id", "is empty: every observation needs an id");
  const fields = namedFields(row, "", reading);
  const startMs = fields.time("startTime", "start_time");
  const endMs = fields.time("endTime", "end_time");
  const firstMs = fields.time("completionStartTime", "completion_start_time");
  const latencyS = fields.amount("latency");
  const firstTokenS = fields.amount("timeToFirstToken", "time_to_first_token");
  const metadata = objectNamed(row, "metadata");
  unmappedMetadata(metadata ?? {}, reading.unmapped);
  const usage = langfuseUsage(objectNamed(row, "usageDetails", "usage_details"), reading);
  const cost = objectNamed(row, "costDetails", "cost_details");
  reading.emit({
    kind: "call",
    id,
    foldKey: textNamed(row, "traceId", "trace_id") ?? id,
    row,
    startMs,
    endMs,
    input: loggedInput(requestIn(row, reading), usage),
    attempt: loggedAttempt({
      route: textNamed(metadata, "route"),
      servedModel: textNamed(row, "model", "providedModelName", "provided_model_name"),
      latencyMs: spanMs(startMs, endMs) ?? inMs(latencyS),
      firstTokenMs: inMs(firstTokenS) ?? spanMs(startMs, firstMs),
      result: resultIn(row, reading),
      usage,
      costNanoUsd:
        fields.costUsd("totalCost", "total_cost") ??
        namedFields(cost, "costDetails.", reading).costUsd("total"),
    }),
    unseenBefore: [],
  });
}

function inMs(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : secondsToMs(seconds);
}

/** The input is whatever the integration kept: a text, messages, or a request with tools and all. */
function requestIn(row: JsonObject, { fault }: LogReading) {
  const input = unquoted(valueNamed(row, "input"));
  const parameters = requestOfBody(
    objectNamed(row, "modelParameters", "model_parameters") ?? {},
    "modelParameters",
    fault,
  );
  const body = objectNamed(row, "input");
  if (body?.["messages"] !== undefined) {
    const { maxOutputTokens } = parameters;
    const request = requestOfBody(body, "input", fault);
    return request.maxOutputTokens === undefined ? { ...request, maxOutputTokens } : request;
  }
  return { ...emptyRequest, ...parameters, messages: messagesIn(input, "user", "input", fault) };
}

/** Of a failed call only its level and a message are kept: no status and no class. */
function resultIn(row: JsonObject, { fault }: LogReading): LoggedResult {
  if (textNamed(row, "level")?.toUpperCase() === "ERROR") {
    return failed({ message: textNamed(row, "statusMessage", "status_message") });
  }
  const output = valueNamed(row, "output");
  if (output === undefined) return answered(undefined, undefined);
  const whole = objectNamed(row, "output");
  if (whole?.["role"] !== undefined) {
    return answered(contentText(whole["content"]), undefined, listedToolCalls(whole));
  }
  if (whole?.["choices"] !== undefined || whole?.["error"] !== undefined) {
    return resultOfBody(whole);
  }
  return answered(readResponse(output, "output", fault), undefined);
}
