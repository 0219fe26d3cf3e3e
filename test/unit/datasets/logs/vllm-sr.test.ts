import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { vllmSr } from "../../../../src/datasets/logs/vllm-sr.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const row: JsonObject = {
  id: "rr-1",
  timestamp: "2026-10-02T10:05:00Z",
  request_id: "rq-1",
  session_id: "s-1",
  decision: "math",
  category: "math",
  original_model: "auto",
  selected_model: "small-8b",
  response_status: 200,
  lifecycle_state: "completed",
  duration_ms: 840,
  from_cache: false,
  streaming: false,
  prompt: "2+2?",
  tool_definitions: '[{"type":"function","function":{"name":"calculate"}}]',
  prompt_tokens: 12,
  cached_prompt_tokens: 4,
  cache_write_tokens: 3,
  completion_tokens: 4,
  actual_cost: 0.000004,
  currency: "USD",
  outcomes: [{ source: "user", target: "response", verdict: "accepted", score: 1 }],
  signals: { keyword: "math" },
};

function read(more: JsonObject = {}) {
  return readLogRows(vllmSr, [{ ...row, ...more }]);
}

test("a row holds what was asked for, what was chosen, and how it went", () => {
  const { events, faults, unmapped } = read();
  expect(faults).toEqual([]);
  expect(unmapped).toEqual(["signals"]);
  expect(events).toMatchObject([
    {
      id: "rr-1",
      foldKey: "rq-1",
      input: {
        isRedacted: false,
        request: {
          messages: [{ role: "user", content: "2+2?" }],
          tools: [{ name: "calculate" }],
        },
      },
      attempt: {
        route: "small-8b",
        requestedModel: "auto",
        servedModel: "small-8b",
        latencyMs: 840,
        costNanoUsd: 4000,
        usage: {
          inputUncachedTokens: 5,
          inputCacheReadTokens: 4,
          inputCacheWriteTokens: 3,
          outputTokens: 4,
        },
        result: { kind: "response" },
      },
      verdict: { accepted: true, score: 1, signals: { verdict_user: "accepted" } },
    },
  ]);
});

test("one rejection among several outcomes is a rejection", () => {
  const outcomes = [
    { source: "judge", verdict: "rejected" },
    { source: "user", verdict: "accepted" },
  ];
  expect(read({ outcomes }).events).toMatchObject([{ verdict: { accepted: false } }]);
});

test("a word that is no verdict is a signal and nothing else", () => {
  const { events } = read({ outcomes: [{ source: "judge", verdict: "unsure" }] });
  const [event] = events;
  expect(event?.kind === "call" && event.verdict).toEqual({ signals: { verdict_judge: "unsure" } });
});

test("an answer from the cache has no latency of the model", () => {
  expect(read({ from_cache: true }).events).toMatchObject([
    { attempt: { isCacheHit: true, latencyMs: undefined } },
  ]);
});

test("a prompt that was cut counts, and cannot be called again", () => {
  expect(read({ prompt_truncated: true }).events).toMatchObject([{ input: { isRedacted: true } }]);
});

test("an answer that was cut is no text to grade", () => {
  const body = { choices: [{ message: { content: "4, beca" }, finish_reason: "stop" }] };
  const more = { response_body: body, response_body_truncated: true };
  expect(read(more).events).toMatchObject([
    { attempt: { result: { response: { text: undefined, finishReason: { kind: "stop" } } } } },
  ]);
});

test.each<[string, JsonObject, string]>([
  ["failed with a status", { lifecycle_state: "failed", response_status: 503 }, "overloaded"],
  ["aborted", { lifecycle_state: "aborted" }, "stream_interrupted"],
  ["still in progress", { lifecycle_state: "in_progress" }, "invalid_response"],
  ["completed with an error's status", { response_status: 429 }, "rate_limit"],
])("a call that is %s is a failure", (_name, more, kind) => {
  expect(read(more).events).toMatchObject([{ attempt: { result: { failure: { kind } } } }]);
});

test("a cost in another currency is not known, and said", () => {
  const { events, unmapped } = read({ currency: "EUR" });
  expect(events).toMatchObject([{ attempt: { costNanoUsd: undefined } }]);
  expect(unmapped).toContain("actual_cost of another currency than USD");
});
