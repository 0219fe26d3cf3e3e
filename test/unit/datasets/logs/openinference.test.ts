import { expect, test } from "vitest";
import type { JsonObject } from "../../../../src/core/json.ts";
import { openinference } from "../../../../src/datasets/logs/openinference.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

const attributes: JsonObject = {
  "openinference.span.kind": "LLM",
  "llm.provider": "anthropic",
  "llm.model_name": "small-1",
  "llm.request.model_name": "small",
  "llm.input_messages.0.message.role": "system",
  "llm.input_messages.0.message.content": "Be brief.",
  "llm.input_messages.1.message.role": "user",
  "llm.input_messages.1.message.contents.0.message_content.type": "text",
  "llm.input_messages.1.message.contents.0.message_content.text": "Weather in Paris?",
  "llm.output_messages.0.message.role": "assistant",
  "llm.output_messages.0.message.tool_calls.0.tool_call.function.name": "get_weather",
  "llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments": '{"city":"Paris"}',
  "llm.tools.0.tool.json_schema": '{"type":"function","function":{"name":"get_weather"}}',
  "llm.invocation_parameters": '{"max_tokens":64,"stream":true}',
  "llm.finish_reason": "stop",
  "llm.token_count.prompt": 100,
  "llm.token_count.prompt_details.cache_read": 60,
  "llm.token_count.completion": 9,
  "llm.token_count.completion_details.reasoning": 4,
  "llm.cost.total": 0.000123,
  "session.id": "s-1",
  "user.id": "u-1",
  metadata: '{"team":"support"}',
};

function aSpan(more: JsonObject = {}): JsonObject {
  return {
    trace_id: "t-1",
    span_id: "sp-1",
    parent_id: "sp-0",
    start_time: "2026-10-02T09:50:00Z",
    end_time: "2026-10-02T09:50:01.2Z",
    status_code: "OK",
    attributes,
    ...more,
  };
}

test("a model's span is a call, with what it was asked and what it answered", () => {
  const { events, faults, unmapped } = readLogRows(openinference, [aSpan()]);
  expect(faults).toEqual([]);
  expect(unmapped).toEqual(["metadata.team"]);
  expect(events).toMatchObject([
    {
      id: "sp-1",
      foldKey: "t-1",
      chain: "sp-0",
      row: { "session.id": "s-1", metadata: { team: "support" } },
      input: {
        request: {
          messages: [
            { role: "system", content: "Be brief." },
            { role: "user", content: "Weather in Paris?" },
          ],
          tools: [{ name: "get_weather" }],
          stream: true,
          maxOutputTokens: 64,
          promptTokens: 100,
        },
      },
      attempt: {
        requestedModel: "small",
        servedModel: "small-1",
        provider: "anthropic",
        latencyMs: 1200,
        firstTokenMs: undefined,
        costNanoUsd: 123_000,
        usage: {
          inputUncachedTokens: 40,
          inputCacheReadTokens: 60,
          outputTokens: 9,
          outputReasoningTokens: 4,
        },
        result: {
          response: {
            finishReason: { kind: "tool_calls", raw: "stop" },
            toolCalls: [{ name: "get_weather", arguments: { city: "Paris" } }],
          },
        },
      },
    },
  ]);
});

test("attributes as nested objects say the same as dotted ones", () => {
  const nested = {
    openinference: { span: { kind: "LLM" } },
    llm: { model_name: "small-1", token_count: { prompt: 7, completion: 2 } },
  };
  const { events } = readLogRows(openinference, [aSpan({ attributes: nested })]);
  expect(events).toMatchObject([
    { attempt: { servedModel: "small-1", usage: { inputUncachedTokens: 7, outputTokens: 2 } } },
  ]);
});

test("without listed messages the values that went in and came out are the texts", () => {
  const values = { "openinference.span.kind": "LLM", "input.value": "Hi", "output.value": "Hello" };
  const { events } = readLogRows(openinference, [aSpan({ attributes: values })]);
  expect(events).toMatchObject([
    {
      input: { request: { messages: [{ role: "user", content: "Hi" }] }, isRedacted: false },
      attempt: { result: { response: { text: "Hello" } } },
    },
  ]);
});

test("a failed span is a failure by its exception", () => {
  const exception = { "exception.type": "httpx.ReadTimeout", "exception.message": "" };
  const events = [{ name: "exception", attributes: exception }];
  const read = readLogRows(openinference, [aSpan({ status_code: "ERROR", events })]);
  expect(read.events).toMatchObject([
    { attempt: { result: { failure: { kind: "timeout", detail: "httpx.ReadTimeout" } } } },
  ]);
});

test("spans of chains, tools and agents are no calls", () => {
  const rows = ["CHAIN", "TOOL", "AGENT"].map((kind) =>
    aSpan({ attributes: { "openinference.span.kind": kind } }),
  );
  const { events, skipped } = readLogRows(openinference, rows);
  expect(events).toEqual([]);
  expect(skipped).toEqual(["chain span", "tool span", "agent span"]);
});
