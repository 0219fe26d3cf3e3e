import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { openai } from "../../../../src/datasets/logs/openai.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const asked: JsonObject = {
  custom_id: "q-1",
  method: "POST",
  url: "/v1/chat/completions",
  body: { model: "small", messages: [{ role: "user", content: "2+2?" }], max_tokens: 5 },
};

function answer(response: JsonObject | null, error: JsonObject | null = null): JsonObject {
  return { id: "b-1", custom_id: "q-1", response, error };
}

function read(...rows: readonly JsonObject[]) {
  return readLogRows(openai, rows);
}

describe("a batch", () => {
  test("a line of its input asks, under the id that its answer has too", () => {
    expect(read(asked).events).toMatchObject([
      {
        kind: "request",
        id: "q-1",
        foldKey: "q-1",
        requestedModel: "small",
        input: {
          isRedacted: false,
          request: { messages: [{ role: "user", content: "2+2?" }], maxOutputTokens: 5 },
        },
      },
    ]);
  });

  test("an answer has the batch's price and no latency", () => {
    const body = {
      model: "small-1",
      created: 1_790_932_800,
      choices: [{ message: { role: "assistant", content: "4" }, finish_reason: "stop" }],
      usage: {
        prompt_tokens: 12,
        completion_tokens: 6,
        prompt_tokens_details: { cached_tokens: 8 },
        completion_tokens_details: { reasoning_tokens: 5 },
      },
    };
    const { events, faults, unmapped } = read(answer({ status_code: 200, body }));
    expect(faults).toEqual([]);
    expect(unmapped).toEqual([]);
    expect(events).toMatchObject([
      {
        kind: "call",
        foldKey: "q-1",
        startMs: undefined,
        input: undefined,
        attempt: {
          servedModel: "small-1",
          serviceTier: "batch",
          latencyMs: undefined,
          firstTokenMs: undefined,
          costNanoUsd: undefined,
          usage: {
            inputUncachedTokens: 4,
            inputCacheReadTokens: 8,
            outputTokens: 6,
            outputReasoningTokens: 5,
          },
          result: { response: { text: "4", finishReason: { kind: "stop", raw: "stop" } } },
        },
      },
    ]);
  });

  test("an answer of the responses endpoint says the same in other words", () => {
    const content = [{ type: "output_text", text: "4" }];
    const body = {
      model: "small-1",
      status: "completed",
      output: [{ type: "message", role: "assistant", content }],
      usage: {
        input_tokens: 12,
        input_tokens_details: { cached_tokens: 2 },
        output_tokens: 1,
        output_tokens_details: { reasoning_tokens: 0 },
      },
    };
    expect(read(answer({ status_code: 200, body })).events).toMatchObject([
      {
        attempt: {
          usage: { inputUncachedTokens: 10, inputCacheReadTokens: 2, outputTokens: 1 },
          result: { response: { text: "4" } },
        },
      },
    ]);
  });

  const errorBody = { error: { code: "context_length_exceeded", message: "too long" } };
  test.each<[string, JsonObject, string]>([
    [
      "a status with an error",
      answer({ status_code: 400, body: errorBody }),
      "context_length_exceeded",
    ],
    ["a status alone", answer({ status_code: 429, body: {} }), "rate_limit"],
    ["no response", answer(null, { code: "server_error", message: "x" }), "transient_5xx"],
    ["words of the batch", answer(null, { code: "batch_expired", message: "x" }), "timeout"],
  ])("%s is a failure", (_name, row, kind) => {
    expect(read(row).events).toMatchObject([{ attempt: { result: { failure: { kind } } } }]);
  });

  test("a refusal is a failure, not an answer", () => {
    const message = { role: "assistant", content: null, refusal: "I cannot help with that." };
    const body = { choices: [{ message, finish_reason: "stop" }] };
    expect(read(answer({ status_code: 200, body })).events).toMatchObject([
      { attempt: { result: { failure: { kind: "safety_refusal" } } } },
    ]);
  });

  test("embeddings are no calls of a model that answers", () => {
    const { events, skipped } = read({ ...asked, url: "/v1/embeddings" });
    expect(events).toEqual([]);
    expect(skipped).toEqual(["embeddings request"]);
  });

  test.each<[string, JsonObject, string]>([
    ["without an id", { ...asked, custom_id: "" }, "custom_id: is empty: answers are joined by it"],
    [
      "with neither a response nor an error",
      answer(null),
      "response: expected a response or an error, got neither",
    ],
  ])("a line %s is a fault", (_name, row, fault) => {
    expect(read(row).faults).toEqual([fault]);
  });
});

describe("a stored evaluation", () => {
  const output: JsonObject = {
    object: "eval.run.output_item",
    id: "oi-1",
    eval_id: "ev-1",
    run_id: "er-1",
    datasource_item: { id: "q-1", question: "2+2?" },
    status: "completed",
    results: [
      { name: "exact", passed: true, score: 1 },
      { name: "short", passed: false, score: 0.5 },
    ],
    sample: {
      model: "small-1",
      finish_reason: "stop",
      input: [{ role: "user", content: "2+2?" }],
      output: [{ role: "assistant", content: "4" }],
      usage: { prompt_tokens: 12, completion_tokens: 1, total_tokens: 13, cached_tokens: 10 },
      error: null,
    },
  };

  test("an output item is an answer with the verdict of its graders", () => {
    const { events, faults, unmapped } = read(output);
    expect(faults).toEqual([]);
    expect(unmapped).toEqual([]);
    expect(events).toMatchObject([
      {
        id: "oi-1",
        input: { request: { messages: [{ role: "user", content: "2+2?" }] } },
        attempt: {
          servedModel: "small-1",
          latencyMs: undefined,
          usage: { inputUncachedTokens: 2, inputCacheReadTokens: 10, outputTokens: 1 },
          result: { response: { text: "4" } },
        },
        verdict: { accepted: false, score: 0.75, signals: { exact: true, short: false } },
      },
    ]);
  });

  test("a sample with an error is a failure", () => {
    const error = { code: "rate_limit_exceeded", message: "slow down" };
    const { events } = read({ ...output, results: [], sample: { error } });
    expect(events).toMatchObject([{ attempt: { result: { failure: { kind: "rate_limit" } } } }]);
  });

  test("an item of the dataset asks by its question, under its id", () => {
    const { events } = read({ item: { id: "q-1", question: "2+2?", expected: "4" } });
    expect(events).toMatchObject([
      {
        kind: "request",
        id: "q-1",
        input: { request: { messages: [{ role: "user", content: "2+2?" }] } },
      },
    ]);
  });

  test("an item with a stored sample is answered", () => {
    const sample = { model: "small-1", output_text: "4", usage: null };
    const { events } = read({ item: { id: "q-1", question: "2+2?" }, sample });
    expect(events).toMatchObject([
      { kind: "call", id: "q-1", attempt: { result: { response: { text: "4" } } } },
    ]);
  });

  test("the run itself is no call", () => {
    expect(read({ object: "eval.run", id: "er-1" }).skipped).toEqual(["eval.run"]);
  });
});

test("a line of neither kind is a fault", () => {
  expect(read({ id: "x" }).faults).toEqual([
    "custom_id: neither a line of a batch nor one of an evaluation",
  ]);
});
