import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { helicone } from "../../../../src/datasets/logs/helicone.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const row: JsonObject = {
  request_id: "h-1",
  request_created_at: "2026-10-02T09:30:00.000Z",
  request_model: "small",
  provider: "OPENAI",
  request_user_id: "u-1",
  request_properties: { route: "cheap", team: "support" },
  request_body: '{"model":"small","messages":[{"role":"user","content":"Hi"}],"max_tokens":9}',
  response_status: 200,
  response_model: "small-1",
  response_body: {
    choices: [{ message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
  },
  delay_ms: 1100,
  time_to_first_token: 420,
  prompt_tokens: 100,
  completion_tokens: 3,
  total_tokens: 103,
  prompt_cache_read_tokens: 64,
  prompt_cache_write_tokens: 0,
  costUSD: 0.000003,
};

function read(more: JsonObject = {}, options = {}) {
  return readLogRows(helicone, [{ ...row, ...more }], options);
}

test("a row is a call: milliseconds, dollars, the provider in small letters, bodies from text", () => {
  const { events, faults, unmapped } = read();
  expect(faults).toEqual([]);
  expect(unmapped).toEqual(["request_properties.team"]);
  expect(events).toMatchObject([
    {
      id: "h-1",
      startMs: Date.UTC(2026, 9, 2, 9, 30),
      endMs: Date.UTC(2026, 9, 2, 9, 30) + 1100,
      input: {
        isRedacted: false,
        request: { messages: [{ role: "user", content: "Hi" }], maxOutputTokens: 9 },
      },
      attempt: {
        route: "cheap",
        requestedModel: "small",
        servedModel: "small-1",
        provider: "openai",
        latencyMs: 1100,
        firstTokenMs: 420,
        costNanoUsd: 3000,
        usage: { inputUncachedTokens: 36, inputCacheReadTokens: 64, outputTokens: 3 },
        result: { response: { text: "Hello." } },
      },
    },
  ]);
});

describe("cached tokens", () => {
  const uncached = (more: JsonObject, options = {}) => {
    const { events, faults } = read(more, options);
    const [event] = events;
    const usage = event?.kind === "call" ? event.attempt.usage : undefined;
    return { uncached: usage?.inputUncachedTokens, faults };
  };

  test("beside the input, where the total counts them on top", () => {
    expect(uncached({ total_tokens: 167 })).toEqual({ uncached: 100, faults: [] });
  });

  test("as the option says, where the total says nothing", () => {
    expect(uncached({ total_tokens: null }, { usageBasis: "outside" }).uncached).toBe(100);
    expect(uncached({ total_tokens: null }, { usageBasis: "inside" }).uncached).toBe(36);
  });

  test("a fault, where neither says it", () => {
    expect(uncached({ total_tokens: null }).faults).toEqual([
      "total_tokens: does not say whether prompt_tokens counts the cached: say usage_basis",
    ]);
  });
});

test("a body that is kept elsewhere leaves a record that cannot be called again", () => {
  const elsewhere = { request_body: {}, response_body: {}, signed_body_url: "https://x.example/1" };
  expect(read(elsewhere).events).toMatchObject([
    {
      input: { isRedacted: true, request: { messages: [], promptTokens: 100 } },
      attempt: { result: { kind: "response", response: { text: undefined } } },
    },
  ]);
});

test.each<[string, JsonObject, string]>([
  ["its status", { response_status: 429, response_body: {} }, "rate_limit"],
  [
    "the error of its body",
    { response_status: 400, response_body: { error: { code: "context_length_exceeded" } } },
    "context_length_exceeded",
  ],
  ["a number that is no status", { response_status: -3, response_body: {} }, "invalid_response"],
])("a failed call is a failure by %s", (_name, more, kind) => {
  expect(read(more).events).toMatchObject([{ attempt: { result: { failure: { kind } } } }]);
});
