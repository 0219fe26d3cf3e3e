import { ApiError } from "@google/genai";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { geminiFault } from "../../../../../src/providers/live/gemini/gemini-fault.ts";

const typeUrl = (name: string): JsonObject => ({
  "@type": `type.googleapis.com/google.rpc.${name}`,
});

function anError(status: number, error: JsonObject, prefix = ""): ApiError {
  return new ApiError({ status, message: prefix + JSON.stringify({ error }) });
}

test("the answer's JSON is read out of the message", () => {
  const error = anError(503, { code: 503, message: "busy", status: "UNAVAILABLE" });
  expect(geminiFault(error)).toEqual({
    httpStatus: 503,
    code: undefined,
    type: "UNAVAILABLE",
    message: "busy",
    requestId: undefined,
    retryAfterMs: undefined,
    isQuota: false,
  });
});

test("it is found behind the prefix that errors of streams have", () => {
  const error = anError(
    503,
    { message: "busy", status: "UNAVAILABLE" },
    "got status: UNAVAILABLE. ",
  );
  expect(geminiFault(error)).toMatchObject({ type: "UNAVAILABLE", message: "busy" });
});

test("the reason of a refused key is its code", () => {
  const details = [{ ...typeUrl("ErrorInfo"), reason: "API_KEY_INVALID" }];
  const error = anError(400, { status: "INVALID_ARGUMENT", details });
  expect(geminiFault(error)).toMatchObject({ code: "API_KEY_INVALID", type: "INVALID_ARGUMENT" });
});

test.each([
  ["7.5s", 7500],
  ["10h17m3s", 37_023_000],
  ["250ms", 250],
  ["soon", undefined],
  ["-3s", undefined],
])("a delay of %s is a hint of %s ms", (retryDelay, expected) => {
  const details = [{ ...typeUrl("RetryInfo"), retryDelay }];
  expect(geminiFault(anError(429, { details })).retryAfterMs).toBe(expected);
});

test.each([
  ["GenerateRequestsPerMinutePerProjectPerModel", "5", false],
  ["GenerateRequestsPerDayPerProjectPerModel", "5", true],
  ["GenerateRequestsPerMinutePerProjectPerModel", "0", true],
])("a limit %s of %s is a quota: %s", (quotaId, quotaValue, expected) => {
  const details = [{ ...typeUrl("QuotaFailure"), violations: [{ quotaId, quotaValue }] }];
  expect(geminiFault(anError(429, { details })).isQuota).toBe(expected);
});

test("a bill, or a limit of nothing, is a quota", () => {
  expect(geminiFault(anError(402, {})).isQuota).toBe(true);
  const message = "Quota exceeded for metric: requests, limit: 0, model: small";
  expect(geminiFault(anError(429, { message })).isQuota).toBe(true);
});

test("a message without JSON is kept as a text", () => {
  const error = new ApiError({ status: 500, message: "oops" });
  expect(geminiFault(error)).toMatchObject({ httpStatus: 500, message: "oops" });
});
