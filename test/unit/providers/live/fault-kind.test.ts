import { expect, test } from "vitest";
import type { FailureKind } from "../../../../src/core/failure.ts";
import { faultKind } from "../../../../src/providers/live/fault-kind.ts";
import { aFault } from "./fault-builders.ts";

test.each<[number, FailureKind]>([
  [400, "invalid_request"],
  [401, "authentication"],
  [402, "quota_exceeded"],
  [403, "permission"],
  [404, "model_not_found"],
  [408, "transient_5xx"],
  [409, "transient_5xx"],
  [413, "context_length_exceeded"],
  [415, "unsupported_file_type"],
  [422, "invalid_request"],
  [429, "rate_limit"],
  [500, "transient_5xx"],
  [502, "transient_5xx"],
  [503, "overloaded"],
  [504, "transient_5xx"],
  [529, "overloaded"],
])("status %d alone is %s", (httpStatus, kind) => {
  expect(faultKind(aFault({ httpStatus }))).toBe(kind);
});

test.each<[number | undefined, string, FailureKind]>([
  [429, "credit_balance_exhausted", "quota_exceeded"],
  [429, "insufficient_quota", "quota_exceeded"],
  [429, "project_spend_limit_exceeded", "quota_exceeded"],
  [429, "rate_limit_exceeded", "rate_limit"],
  [400, "context_length_exceeded", "context_length_exceeded"],
  [400, "content_policy_violation", "content_filter"],
  [400, "unsupported_image_media_type", "unsupported_file_type"],
  [400, "model_not_found", "model_not_found"],
  [400, "API_KEY_INVALID", "authentication"],
  [500, "overloaded_error", "overloaded"],
  [undefined, "overloaded_error", "overloaded"],
  [undefined, "rate_limit_exceeded", "rate_limit"],
  [undefined, "server_error", "transient_5xx"],
  [undefined, "invalid_prompt", "invalid_request"],
])("status %s with the code %s is %s", (httpStatus, code, kind) => {
  expect(faultKind(aFault({ httpStatus, code }))).toBe(kind);
});

test("the type of an error counts as its code does", () => {
  expect(faultKind(aFault({ httpStatus: 429, type: "insufficient_quota" }))).toBe("quota_exceeded");
});

test("a quota that only the details name is a quota", () => {
  expect(faultKind(aFault({ httpStatus: 429, isQuota: true }))).toBe("quota_exceeded");
});

test("a gateway's number inside a good answer counts as a status", () => {
  expect(faultKind(aFault({ httpStatus: 200, code: "402" }))).toBe("quota_exceeded");
  expect(faultKind(aFault({ code: "502" }))).toBe("transient_5xx");
  expect(faultKind(aFault({ code: "429" }))).toBe("rate_limit");
});

test.each([
  "This model's maximum context length is 8192 tokens.",
  "prompt is too long: 210000 tokens > 200000 maximum",
  "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
])("a 400 without a code that says %j is a prompt too long", (message) => {
  expect(faultKind(aFault({ httpStatus: 400, message }))).toBe("context_length_exceeded");
});
