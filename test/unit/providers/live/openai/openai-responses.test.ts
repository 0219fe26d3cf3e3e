import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import type { ModelRequest } from "../../../../../src/core/model-request.ts";
import { openAiResponses } from "../../../../../src/providers/live/openai/openai-responses.ts";
import {
  aMessage,
  aRequest,
  strictSchema,
  toolConversation,
  weatherTool,
} from "../request-builders.ts";

function bodyOf(request: Partial<ModelRequest> = {}, parameters: JsonObject = {}): JsonObject {
  return openAiResponses.bodyOf({ model: "m-1", request: aRequest(request), parameters });
}

test("a bare request names model and input, and is not to be stored", () => {
  expect(bodyOf()).toEqual({
    model: "m-1",
    input: [{ role: "user", content: "hello" }],
    store: false,
  });
});

test("our parameters get the names of the wire", () => {
  const parameters = {
    temperature: 0,
    top_p: 0.9,
    max_output_tokens: 800,
    reasoning_effort: "low",
    service_tier: "flex",
    prompt_cache_key: "k",
  };
  expect(bodyOf({}, parameters)).toMatchObject({
    temperature: 0,
    top_p: 0.9,
    max_output_tokens: 800,
    reasoning: { effort: "low" },
    service_tier: "flex",
    prompt_cache_key: "k",
  });
});

test("a conversation with tools becomes instructions and items", () => {
  const body = bodyOf({ messages: toolConversation });
  expect(body["instructions"]).toBe("Be brief.");
  expect(body["input"]).toEqual([
    { role: "user", content: "Weather in Rome?" },
    { type: "function_call", call_id: "call_1", name: "weather", arguments: '{"city":"Rome"}' },
    { type: "function_call_output", call_id: "call_1", output: "sunny" },
    {
      role: "user",
      content: [
        { type: "input_text", text: "And here?" },
        { type: "input_image", image_url: "https://example.com/a.png", detail: "low" },
      ],
    },
  ]);
});

test("a system message that is not the first stays in its place", () => {
  const messages = [
    aMessage("user", "a"),
    aMessage("assistant", "b"),
    aMessage("system", "c"),
    aMessage("user", "d"),
  ];
  const body = bodyOf({ messages });
  expect(body).not.toHaveProperty("instructions");
  expect(body["input"]).toEqual(messages);
});

test("tools are flat, and a tool choice by name is one of them", () => {
  expect(bodyOf({ tools: [weatherTool], toolChoice: "weather" })).toMatchObject({
    tools: [{ type: "function", ...weatherTool, strict: false }],
    tool_choice: { type: "function", name: "weather" },
  });
});

test("a response schema and a vendor's field of the same object stand side by side", () => {
  const parameters = { extra_body: { text: { verbosity: "low" } } };
  expect(bodyOf({ responseSchema: strictSchema }, parameters)["text"]).toEqual({
    format: { type: "json_schema", name: "answer", schema: strictSchema, strict: true },
    verbosity: "low",
  });
});

test("an image that an assistant made cannot be sent", () => {
  const image = { type: "image_url", image_url: "https://example.com/a.png" };
  const request = aRequest({ messages: [aMessage("user", "x"), aMessage("assistant", [image])] });
  expect(openAiResponses.requestProblems(request, {})).toEqual([
    "message 2: an assistant's image cannot be sent",
  ]);
});
