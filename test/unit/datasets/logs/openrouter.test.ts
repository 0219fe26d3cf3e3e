import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { openrouter } from "../../../../src/datasets/logs/openrouter.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const row: JsonObject = {
  id: "gen-1",
  created_at: "2026-10-02T10:10:00Z",
  model: "vendor/small-1",
  router: "openrouter/auto",
  provider_name: "Vendor",
  streamed: true,
  cancelled: false,
  latency: 410,
  generation_time: 1030,
  finish_reason: "stop",
  tokens_prompt: 11,
  tokens_completion: 5,
  native_tokens_prompt: 12,
  native_tokens_completion: 4,
  native_tokens_cached: 2,
  native_tokens_reasoning: 1,
  total_cost: 0.0000042,
};

function read(more: JsonObject = {}, options = {}) {
  return readLogRows(openrouter, [{ ...row, ...more }], options);
}

test("a generation is a call by its native counts, and has no prompt", () => {
  const { events, faults, unmapped } = read();
  expect(faults).toEqual([]);
  expect(unmapped).toEqual([]);
  expect(events).toMatchObject([
    {
      id: "gen-1",
      input: { isRedacted: true, request: { messages: [], promptTokens: 12 } },
      attempt: {
        requestedModel: "openrouter/auto",
        servedModel: "vendor/small-1",
        provider: "vendor",
        costNanoUsd: 4200,
        usage: {
          inputUncachedTokens: 10,
          inputCacheReadTokens: 2,
          outputTokens: 4,
          outputReasoningTokens: 1,
        },
      },
    },
  ]);
});

test("its latency is known only where somebody says that its parts add up", () => {
  expect(read().events).toMatchObject([
    { attempt: { latencyMs: undefined, firstTokenMs: undefined } },
  ]);
  expect(read({}, { latencyParts: "sum" }).events).toMatchObject([
    { attempt: { latencyMs: 1440, firstTokenMs: 410 } },
  ]);
});

test("an answer that was not streamed has no first token", () => {
  expect(read({ streamed: false }, { latencyParts: "sum" }).events).toMatchObject([
    { attempt: { latencyMs: 1440, firstTokenMs: undefined } },
  ]);
});

test("what was cancelled was interrupted", () => {
  expect(read({ cancelled: true }).events).toMatchObject([
    { attempt: { result: { failure: { kind: "stream_interrupted" } } } },
  ]);
});
