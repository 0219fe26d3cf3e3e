import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import type { ModelRequest } from "../../../../../src/core/model-request.ts";
import { geminiWire } from "../../../../../src/providers/live/gemini/gemini.ts";
import {
  aMessage,
  anImage,
  aRequest,
  aTool,
  toolConversation,
} from "../../../../support/a-model-request.ts";

function bodyOf(request: Partial<ModelRequest>, parameters: JsonObject = {}): JsonObject {
  return geminiWire.bodyOf({ model: "small", request: aRequest(request), parameters });
}

function problemsOf(request: Partial<ModelRequest>): readonly string[] {
  return geminiWire.requestProblems(aRequest(request), {});
}

test("a plain request is model, contents and the system's instruction, and nothing else", () => {
  expect(bodyOf({})).toEqual({
    model: "small",
    contents: [{ role: "user", parts: [{ text: "I was charged twice." }] }],
    config: { systemInstruction: "You label tickets." },
  });
});

test("parameters have the wire's own names", () => {
  const parameters = {
    max_output_tokens: 800,
    temperature: 0,
    top_p: 0.9,
    top_k: 40,
    seed: 7,
    stop: ["END"],
    service_tier: "flex",
  };
  expect(bodyOf({ maxOutputTokens: 100 }, parameters)["config"]).toMatchObject({
    maxOutputTokens: 100,
    temperature: 0,
    topP: 0.9,
    topK: 40,
    seed: 7,
    stopSequences: ["END"],
    serviceTier: "flex",
  });
});

test.each([
  [{ reasoning_effort: "minimal" }, { thinkingLevel: "MINIMAL" }],
  [{ reasoning_effort: "none" }, { thinkingBudget: 0 }],
  [{ thinking_budget_tokens: 512 }, { thinkingBudget: 512 }],
])("%j is a thinking configuration", (parameters, thinkingConfig) => {
  expect(bodyOf({}, parameters)["config"]).toMatchObject({ thinkingConfig });
});

test("the version of the API and fields of the vendor's own go by the SDK's own options", () => {
  const parameters = { api_version: "v1beta", extra_body: { cachedContent: "cachedContents/1" } };
  expect(bodyOf({}, parameters)["config"]).toMatchObject({
    httpOptions: { apiVersion: "v1beta", extraBody: { cachedContent: "cachedContents/1" } },
  });
});

test("a response schema is sent as JSON Schema, as it is", () => {
  const schema = { type: "object", not: { required: ["a"] } };
  expect(bodyOf({ responseSchema: schema })["config"]).toMatchObject({
    responseMimeType: "application/json",
    responseJsonSchema: schema,
  });
});

test("tools are declarations with a JSON Schema", () => {
  const tools = [aTool, { name: "ping" }];
  expect(bodyOf({ tools })["config"]).toMatchObject({
    tools: [
      {
        functionDeclarations: [
          {
            name: "classify",
            description: "Labels a ticket.",
            parametersJsonSchema: aTool["parameters"],
          },
          { name: "ping" },
        ],
      },
    ],
  });
});

test("a tool that is to be strict is a problem", () => {
  expect(problemsOf({ tools: [{ ...aTool, strict: true }] })).toEqual([
    "tool 1: the gemini wire has no strict tools",
  ]);
});

test.each([
  ["auto", { mode: "AUTO" }],
  ["none", { mode: "NONE" }],
  ["required", { mode: "ANY" }],
  ["classify", { mode: "ANY", allowedFunctionNames: ["classify"] }],
])("tool choice %s has the wire's own form", (toolChoice, functionCallingConfig) => {
  const body = bodyOf({ tools: [aTool], toolChoice });
  expect(body["config"]).toMatchObject({ toolConfig: { functionCallingConfig } });
});

test("calls of tools and their results are parts, a result by the name of its tool", () => {
  expect(bodyOf({ messages: toolConversation })["contents"]).toEqual([
    { role: "user", parts: [{ text: "Where is my parcel, and my money?" }] },
    {
      role: "model",
      parts: [
        { functionCall: { id: "c1", name: "track", args: { parcel: 7 } } },
        { functionCall: { id: "c2", name: "refunds", args: {} } },
      ],
    },
    {
      role: "user",
      parts: [
        { functionResponse: { id: "c1", name: "track", response: { at: "the border" } } },
        { functionResponse: { id: "c2", name: "refunds", response: { output: "none" } } },
      ],
    },
  ]);
});

test("a result of a call that nobody made is a problem", () => {
  expect(problemsOf({ messages: [aMessage("tool", "42", { tool_call_id: "c9" })] })).toEqual([
    "message 1: a tool's result answers a call that no message made",
  ]);
});

test("an image in a data address is sent as its bytes", () => {
  const content = [{ type: "image_url", image_url: { url: anImage } }];
  expect(bodyOf({ messages: [aMessage("user", content)] })["contents"]).toEqual([
    { role: "user", parts: [{ inlineData: { mimeType: "image/png", data: "aW1hZ2U=" } }] },
  ]);
});

test("an image elsewhere, or one to be looked at closely, is a problem", () => {
  const content = [
    { type: "image_url", image_url: { url: "https://example.test/a.png", detail: "high" } },
  ];
  expect(problemsOf({ messages: [aMessage("user", content)] })).toEqual([
    "message 1: an image has to be a data: address in base64",
    'message 1: an image\'s detail "high" cannot be asked for',
  ]);
});

test("a system message within the conversation is a problem, not moved in silence", () => {
  const messages = [aMessage("user", "Hello"), aMessage("system", "Be brief.")];
  expect(problemsOf({ messages })).toEqual([
    "message 2: a system message cannot stand within a conversation",
  ]);
});

test("a request needs no limit of output", () => {
  expect(problemsOf({})).toEqual([]);
});
