import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { tensorzero } from "../../../../src/datasets/logs/tensorzero.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const inference: JsonObject = {
  id: "i-1",
  function_name: "extract",
  variant_name: "small",
  episode_id: "e-1",
  input: {
    system: "Be exact.",
    messages: [{ role: "user", content: [{ type: "text", text: "Total?" }] }],
  },
  output: { raw: '{"total":41.5}', parsed: { total: 41.5 } },
  output_schema: { type: "object" },
  inference_params: { chat_completion: { max_tokens: 32 } },
  processing_time_ms: 930,
  ttft_ms: null,
  timestamp: "2026-10-02T10:00:00Z",
  tags: { team: "support" },
};
const model: JsonObject = {
  model_name: "small-1",
  model_provider_name: "openai",
  input_tokens: 40,
  output_tokens: 8,
  cost: 0.0000108,
  response_time_ms: 910,
  finish_reason: "stop",
  cached: false,
};

function read(...rows: readonly JsonObject[]) {
  return readLogRows(tensorzero, rows);
}

test("an inference is a call of its variant, measured by the model inferences within it", () => {
  const { events, faults, unmapped } = read({ ...inference, model_inferences: [model, model] });
  expect(faults).toEqual([]);
  expect(unmapped).toEqual(["tags.team"]);
  const measure = {
    kind: "measure",
    foldKey: "i-1",
    attempt: {
      servedModel: "small-1",
      provider: "openai",
      costNanoUsd: 10_800,
      usage: { inputUncachedTokens: 40, outputTokens: 8 },
    },
  };
  expect(events).toMatchObject([
    {
      kind: "call",
      id: "i-1",
      foldKey: "i-1",
      input: {
        request: {
          messages: [
            { role: "system", content: "Be exact." },
            { role: "user", content: [{ type: "text", text: "Total?" }] },
          ],
          responseSchema: { type: "object" },
          maxOutputTokens: 32,
        },
      },
      attempt: {
        route: "small",
        latencyMs: 930,
        result: {
          response: {
            text: '{"total":41.5}',
            finishReason: { kind: "stop" },
            signals: { schema_valid: true },
          },
        },
      },
    },
    measure,
    measure,
  ]);
});

test("what was not parsed did not follow its schema", () => {
  const output = { raw: "41.5", parsed: null };
  expect(read({ ...inference, output }).events).toMatchObject([
    { attempt: { result: { response: { text: "41.5", signals: { schema_valid: false } } } } },
  ]);
});

test("a chat answers in blocks, calls of tools among them", () => {
  const output = [
    { type: "text", text: "One moment." },
    { type: "tool_call", id: "c1", name: "look_up", arguments: { order: 7 } },
  ];
  expect(read({ ...inference, output }).events).toMatchObject([
    {
      attempt: {
        result: {
          response: {
            text: "One moment.",
            toolCalls: [{ id: "c1", name: "look_up", arguments: { order: 7 } }],
          },
        },
      },
    },
  ]);
});

test("the tokens of an answer from the cache are not known, though they read 0", () => {
  const cached = { ...model, inference_id: "i-1", input_tokens: 0, output_tokens: 0, cached: true };
  expect(read(cached).events).toMatchObject([
    {
      kind: "measure",
      foldKey: "i-1",
      attempt: { isCacheHit: true, usage: { inputUncachedTokens: undefined } },
    },
  ]);
});

test("a yes or no about an inference is a verdict on it, a number is a signal", () => {
  const about = { id: "f-1", target_id: "i-1" };
  expect(
    read(
      { ...about, metric_name: "solved", value: false },
      { ...about, metric_name: "stars", value: 4 },
    ).events,
  ).toMatchObject([
    { kind: "verdict", foldKey: "i-1", verdict: { accepted: false, signals: { solved: false } } },
    { kind: "verdict", foldKey: "i-1", verdict: { signals: { stars: 4 } } },
  ]);
});

test("a comment is no verdict", () => {
  const { events, skipped } = read({ id: "f-1", target_id: "i-1", value: "so so" });
  expect(events).toEqual([]);
  expect(skipped).toEqual(["feedback without a metric"]);
});
