import { APIConnectionError, APIError, APIUserAbortError } from "@anthropic-ai/sdk";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import { anthropicFault } from "../../../../../src/providers/live/anthropic/anthropic-fault.ts";

function anError(status: number | undefined, body: JsonObject | undefined, message = ""): APIError {
  return new APIError(status, body, message, new Headers({ "request-id": "req_7" }));
}

const bodyOf = (error: JsonObject): JsonObject => ({ type: "error", error });

test("an error has the status, the type, the words and the id of its answer", () => {
  const error = anError(404, bodyOf({ type: "not_found_error", message: "model: x" }));
  expect(anthropicFault(error)).toEqual({
    httpStatus: 404,
    code: undefined,
    type: "not_found_error",
    message: "model: x",
    requestId: "req_7",
    retryAfterMs: undefined,
    isQuota: false,
  });
});

test("an error within a stream has no status, but its type", () => {
  const error = anError(undefined, bodyOf({ type: "overloaded_error", message: "Overloaded" }));
  expect(anthropicFault(error)).toMatchObject({ httpStatus: undefined, type: "overloaded_error" });
});

test.each([
  [
    "a spend limit",
    429,
    { type: "rate_limit_error", details: { error_code: "enforced_spend_limit_reached" } },
  ],
  ["a bill", 402, { type: "billing_error" }],
  [
    "an empty account",
    400,
    { type: "invalid_request_error", message: "Your credit balance is too low" },
  ],
])("%s is a quota", (_name, status, error) => {
  expect(anthropicFault(anError(status, bodyOf(error)))?.isQuota).toBe(true);
});

test("a limit of the minute is none", () => {
  const ramp = { type: "rate_limit_error", details: { error_code: "ramp_limit_exceeded" } };
  expect(anthropicFault(anError(429, bodyOf(ramp)))).toMatchObject({
    isQuota: false,
    code: "ramp_limit_exceeded",
  });
});

test("without the vendor's JSON it has the text that came", () => {
  const error = anError(502, undefined, "<html>Bad Gateway</html>");
  expect(anthropicFault(error)).toMatchObject({
    httpStatus: 502,
    message: "502 <html>Bad Gateway</html>",
  });
});

test("without an answer there is nothing to read", () => {
  expect(anthropicFault(new APIConnectionError({ message: "refused" }))).toBeUndefined();
  expect(anthropicFault(new APIUserAbortError())).toBeUndefined();
});
