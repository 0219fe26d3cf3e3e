import { expect, test } from "vitest";
import { keptHeaders } from "../../../../src/providers/recordings/kept-headers.ts";

test("limits, request ids and what a gateway says of its work are kept, by lower-case name", () => {
  const headers = new Headers({
    "X-Request-Id": "req_1",
    "x-ratelimit-remaining-tokens": "29000",
    "anthropic-ratelimit-input-tokens-reset": "2026-11-21T10:00:00Z",
    "llm_provider-x-ratelimit-limit-requests": "500",
    "x-litellm-response-cost": "0.000123",
    "retry-after": "3",
  });
  expect(keptHeaders(headers)).toEqual({
    "anthropic-ratelimit-input-tokens-reset": "2026-11-21T10:00:00Z",
    "llm_provider-x-ratelimit-limit-requests": "500",
    "retry-after": "3",
    "x-litellm-response-cost": "0.000123",
    "x-ratelimit-remaining-tokens": "29000",
    "x-request-id": "req_1",
  });
});

test.each([
  "authorization",
  "x-api-key",
  "x-goog-api-key",
  "cookie",
  "set-cookie",
  "openai-organization",
  "openai-project",
  "anthropic-organization-id",
  "anthropic-workspace-id",
  "x-litellm-key-spend",
  "x-litellm-model-api-base",
  "x-ratelimit-remaining-tokens-of-org-acme",
  "x-something-new",
  "server",
  "location",
  "__proto__",
])("%s is never kept", (name) => {
  expect(keptHeaders([[name, "v"]])).toBeUndefined();
});

test("a value that is longer than any limit or id is not kept under an allowed name", () => {
  expect(keptHeaders([["x-request-id", "x".repeat(257)]])).toBeUndefined();
});

test("the order in which headers came does not show", () => {
  const pairs: [string, string][] = [
    ["x-request-id", "1"],
    ["retry-after", "2"],
  ];
  expect(JSON.stringify(keptHeaders(pairs))).toBe(JSON.stringify(keptHeaders(pairs.toReversed())));
});
