import type { JsonObject } from "../../core/json.ts";
import type { LoggedResult } from "../../core/logged-request.ts";
import type { LogReading } from "./log-format.ts";
import { failureOfError, resultOfBody } from "./answer-body.ts";
import { usageOfBody } from "./answer-usage.ts";
import { failed, loggedAttempt } from "./logged-attempt.ts";
import { loggedInput } from "./logged-input.ts";
import { requestOfBody } from "./request-body.ts";
import { objectNamed, namedFields, textNamed, valueNamed } from "./named-fields.ts";

/** A line of a batch's input: what is asked. Its answer stands in another file, in any order. */
export function readBatchInput(row: JsonObject, reading: LogReading): void {
  const id = textNamed(row, "custom_id");
  if (id === undefined) return reading.fault("custom_id", "is empty: answers are joined by it");
  const url = textNamed(row, "url") ?? "";
  if (url.endsWith("/embeddings")) return reading.skip("embeddings request");
  const body = objectNamed(row, "body");
  if (body === undefined) return reading.fault("body", "expected the body of a request");
  const request = requestOfBody(body, "body", reading.fault);
  const input = loggedInput(request, undefined);
  const requestedModel = textNamed(body, "model");
  reading.emit({
    kind: "request",
    id,
    foldKey: id,
    row,
    startMs: undefined,
    input,
    requestedModel,
  });
}

/**
 * A line of a batch's output or of its error file. A batch has no latency of its requests, and its
 * time of creation is that of the answer.
 */
export function readBatchAnswer(row: JsonObject, reading: LogReading): void {
  const { fault } = reading;
  const id = textNamed(row, "custom_id");
  if (id === undefined) return fault("custom_id", "is empty: answers are joined by it");
  const response = objectNamed(row, "response");
  const body = objectNamed(response, "body");
  if (textNamed(body, "object") === "list") return reading.skip("embeddings answer");
  const usage = objectNamed(body, "usage");
  reading.emit({
    kind: "call",
    id,
    foldKey: id,
    row,
    startMs: undefined,
    endMs: undefined,
    input: undefined,
    attempt: loggedAttempt({
      servedModel: textNamed(body, "model"),
      provider: "openai",
      result: resultIn(row, response, body, reading),
      ...(usage !== undefined && { usage: usageOfBody(usage, "response.body.usage.", reading) }),
      serviceTier: "batch",
    }),
    unseenBefore: [],
  });
}

function resultIn(
  row: JsonObject,
  response: JsonObject | undefined,
  body: JsonObject | undefined,
  reading: LogReading,
): LoggedResult {
  const error = valueNamed(row, "error");
  const status = namedFields(response, "response.", reading).count("status_code");
  if (error !== undefined) return failureOfError(error, status);
  if (response === undefined) {
    reading.fault("response", "expected a response or an error, got neither");
    return failed({});
  }
  if (status !== undefined && status >= 400) {
    const inner = valueNamed(body, "error");
    return inner === undefined ? failed({ status }) : failureOfError(inner, status);
  }
  return resultOfBody(body);
}
