import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import type { ModelRequest } from "../../../../../src/core/model-request.ts";
import { openAiChat } from "../../../../../src/providers/live/openai/openai-chat.ts";
import {
  aMessage,
  aRequest,
  strictSchema,
  toolConversation,
  weatherTool,
} from "../request-builders.ts";

function bodyOf(request: Partial<ModelRequest> = {}, parameters: JsonObject = {}): JsonObject {
  return openAiChat.bodyOf({ model: "m-1", request: aRequest(request), parameters });
}

test("a bare request names model and messages, and is not to be stored", () => {
  expect(bodyOf()).toEqual({
    model: "m-1",
    messages: [{ role: "user", content: "hello" }],
    store: false,
  });
});

test("our parameters get the names of the wire", () => {
  const parameters = {
    temperature: 0,
    top_p: 0.9,
    max_output_tokens: 800,
    reasoning_effort: "low",
    seed: 7,
    stop: ["END"],
    service_tier: "flex",
    prompt_cache_key: "k",
  };
  expect(bodyOf({}, parameters)).toMatchObject({
    temperature: 0,
    top_p: 0.9,
    max_completion_tokens: 800,
    reasoning_effort: "low",
    seed: 7,
    stop: ["END"],
    service_tier: "flex",
    prompt_cache_key: "k",
  });
});

test("the lower of two output limits is sent", () => {
  const parameters = { max_output_tokens: 800 };
  expect(bodyOf({ maxOutputTokens: 50 }, parameters)).toMatchObject({ max_completion_tokens: 50 });
  expect(bodyOf({ maxOutputTokens: 900 }, parameters)).toMatchObject({
    max_completion_tokens: 800,
  });
});

test("a conversation with tools is written as the wire has it", () => {
  expect(bodyOf({ messages: toolConversation })["messages"]).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Weather in Rome?" },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        {
          id: "call_1",
          type: "function",
          function: { name: "weather", arguments: '{"city":"Rome"}' },
        },
      ],
    },
    { role: "tool", content: "sunny", tool_call_id: "call_1" },
    {
      role: "user",
      content: [
        { type: "text", text: "And here?" },
        { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
      ],
    },
  ]);
});

test("tools are functions, and a tool choice by name is one of them", () => {
  expect(bodyOf({ tools: [weatherTool], toolChoice: "weather" })).toMatchObject({
    tools: [{ type: "function", function: { ...weatherTool, strict: false } }],
    tool_choice: { type: "function", function: { name: "weather" } },
  });
});

test("the record's tool choice goes before the route's, which needs tools to choose from", () => {
  const parameters = { tool_choice: "required" };
  const tools = [weatherTool];
  expect(bodyOf({ tools, toolChoice: "none" }, parameters)["tool_choice"]).toBe("none");
  expect(bodyOf({ tools }, parameters)["tool_choice"]).toBe("required");
  expect(bodyOf({}, parameters)).not.toHaveProperty("tool_choice");
});

test("a response schema is enforced where it can be, and asked for where it cannot", () => {
  const formatOf = (responseSchema: JsonObject): unknown =>
    bodyOf({ responseSchema })["response_format"];
  expect(formatOf(strictSchema)).toEqual({
    type: "json_schema",
    json_schema: { name: "answer", schema: strictSchema, strict: true },
  });
  const open = { type: "object", properties: { label: { type: "string" } } };
  expect(formatOf(open)).toMatchObject({ json_schema: { schema: open, strict: false } });
});

test("extra_body is laid over the rest, and its null takes a field out", () => {
  const extra_body = { store: null, max_completion_tokens: null, max_tokens: 5, top_k: 4 };
  expect(bodyOf({}, { max_output_tokens: 9, extra_body })).toEqual({
    model: "m-1",
    messages: [{ role: "user", content: "hello" }],
    max_tokens: 5,
    top_k: 4,
  });
});

test.each<[string, Partial<ModelRequest>]>([
  ["no message", { messages: [] }],
  ["message 1", { messages: [aMessage("user", { odd: true })] }],
  ["tool_call_id", { messages: [aMessage("tool", "sunny")] }],
  ['"input_audio"', { messages: [aMessage("user", [{ type: "input_audio" }])] }],
  ["a tool call needs", { messages: [aMessage("assistant", null, { tool_calls: [{}] })] }],
  ["has no name", { tools: [{ description: "nameless" }] }],
  ["there is none", { toolChoice: "required" }],
  ["schema is no object", { responseSchema: true }],
])("what the wire cannot carry is said: %s", (words, request) => {
  const problems = openAiChat.requestProblems(aRequest(request), {});
  expect(problems.join("; ")).toContain(words);
});
