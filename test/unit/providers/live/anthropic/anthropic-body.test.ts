import { expect, test } from "vitest";
import type { JsonObject } from "../../../../../src/core/json.ts";
import type { ModelRequest } from "../../../../../src/core/model-request.ts";
import { anthropicWire } from "../../../../../src/providers/live/anthropic/anthropic.ts";
import {
  aMessage,
  anImage,
  aRequest,
  aTool,
  toolConversation,
} from "../../../../support/a-model-request.ts";

function bodyOf(request: Partial<ModelRequest>, parameters: JsonObject = {}): JsonObject {
  const asked = aRequest({ maxOutputTokens: 200, ...request });
  return anthropicWire.bodyOf({ model: "small", request: asked, parameters });
}

function problemsOf(
  request: Partial<ModelRequest>,
  parameters: JsonObject = { max_output_tokens: 200 },
): readonly string[] {
  return anthropicWire.requestProblems(aRequest(request), parameters);
}

test("a plain request is model, limit, system and messages, and nothing else", () => {
  expect(bodyOf({})).toEqual({
    model: "small",
    max_tokens: 200,
    system: "You label tickets.",
    messages: [{ role: "user", content: "I was charged twice." }],
  });
});

test("the smaller of the record's and the route's limits is sent", () => {
  expect(bodyOf({ maxOutputTokens: 50 }, { max_output_tokens: 800 })["max_tokens"]).toBe(50);
  expect(bodyOf({ maxOutputTokens: 900 }, { max_output_tokens: 800 })["max_tokens"]).toBe(800);
});

test("without a limit in record and route a request is a problem that says where to put it", () => {
  expect(problemsOf({}, {})).toEqual([
    "the anthropic wire needs max_output_tokens: put it into the route's parameters or the record",
  ]);
  expect(problemsOf({ maxOutputTokens: 10 }, {})).toEqual([]);
});

test("a limit of the record that the thinking budget uses up is a problem", () => {
  const parameters = { max_output_tokens: 4000, thinking_budget_tokens: 2048 };
  expect(problemsOf({ maxOutputTokens: 1000 }, parameters)).toEqual([
    "a limit of 1000 tokens leaves no room beside a thinking budget of 2048",
  ]);
});

test("several system messages before the conversation are one system text", () => {
  const messages = [
    aMessage("system", "You label tickets."),
    aMessage("developer", "Be brief."),
    aMessage("user", "Hello"),
  ];
  expect(bodyOf({ messages })["system"]).toBe("You label tickets.\n\nBe brief.");
});

test("a system message within the conversation stays where it is", () => {
  const messages = [aMessage("user", "Hello"), aMessage("system", "Be brief.")];
  expect(bodyOf({ messages })["messages"]).toEqual([
    { role: "user", content: "Hello" },
    { role: "system", content: "Be brief." },
  ]);
  expect(problemsOf({ messages })).toEqual([]);
});

test("an old version of the API has no place for it", () => {
  const messages = [aMessage("user", "Hello"), aMessage("system", "Be brief.")];
  const parameters = { max_output_tokens: 9, anthropic_version: "2023-06-01" };
  expect(problemsOf({ messages }, parameters)).toEqual([
    "that anthropic_version has no system message within a conversation",
  ]);
});

test("calls of tools and their results are blocks, results of one turn in one message", () => {
  expect(bodyOf({ messages: toolConversation })["messages"]).toEqual([
    { role: "user", content: "Where is my parcel, and my money?" },
    {
      role: "assistant",
      content: [
        { type: "tool_use", id: "c1", name: "track", input: { parcel: 7 } },
        { type: "tool_use", id: "c2", name: "refunds", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "c1", content: '{"at":"the border"}' },
        { type: "tool_result", tool_use_id: "c2", content: "none" },
      ],
    },
  ]);
});

test("an image in a data address is sent as its bytes, one at an https address as its address", () => {
  const content = [
    { type: "text", text: "What is this?" },
    { type: "image_url", image_url: { url: anImage } },
    { type: "image_url", image_url: { url: "https://example.test/a.png" } },
  ];
  expect(bodyOf({ messages: [aMessage("user", content)] })["messages"]).toEqual([
    {
      role: "user",
      content: [
        { type: "text", text: "What is this?" },
        { type: "image", source: { type: "base64", media_type: "image/png", data: "aW1hZ2U=" } },
        { type: "image", source: { type: "url", url: "https://example.test/a.png" } },
      ],
    },
  ]);
});

test.each([
  [
    "ftp://example.test/a.png",
    "an image has to be a data: address in base64, or an https: address",
  ],
  ["data:image/tiff;base64,AA==", "images of type image/tiff are not taken"],
])("an image at %s is a problem", (url, problem) => {
  const content = [{ type: "image_url", image_url: { url } }];
  expect(problemsOf({ messages: [aMessage("user", content)] })).toEqual([`message 1: ${problem}`]);
});

test("arguments that are no object are a problem", () => {
  const call = { id: "c1", function: { name: "track", arguments: "{" } };
  const messages = [aMessage("user", "Hi"), aMessage("assistant", null, { tool_calls: [call] })];
  expect(problemsOf({ messages })).toEqual([
    "message 2: the arguments of the call of track are no JSON object",
  ]);
});

test("a request of system messages alone is a problem", () => {
  expect(problemsOf({ messages: [aMessage("system", "Be brief.")] })).toEqual([
    "there is no message but the system's",
  ]);
});

test("a response schema is sent as it is, whatever the wire makes of it", () => {
  const schema = { type: "object", oneOf: [{ required: ["a"] }], patternProperties: {} };
  expect(bodyOf({ responseSchema: schema })["output_config"]).toEqual({
    format: { type: "json_schema", schema },
  });
});

test("a tool's parameters are its input schema", () => {
  expect(bodyOf({ tools: [aTool, { name: "ping" }] })["tools"]).toEqual([
    { name: "classify", description: "Labels a ticket.", input_schema: aTool["parameters"] },
    { name: "ping", input_schema: { type: "object" } },
  ]);
});

test("a tool may be strict", () => {
  const body = bodyOf({ tools: [{ ...aTool, strict: true }] });
  expect(body["tools"]).toMatchObject([{ name: "classify", strict: true }]);
});

test.each([
  ["auto", { type: "auto" }],
  ["none", { type: "none" }],
  ["required", { type: "any" }],
  ["classify", { type: "tool", name: "classify" }],
])("tool choice %s has the wire's own form", (toolChoice, expected) => {
  expect(bodyOf({ tools: [aTool], toolChoice })["tool_choice"]).toEqual(expected);
});

test("effort and a schema share the output's configuration", () => {
  const body = bodyOf({ responseSchema: { type: "object" } }, { reasoning_effort: "low" });
  expect(body["output_config"]).toMatchObject({ effort: "low", format: { type: "json_schema" } });
});

test("no effort at all turns thinking off", () => {
  const body = bodyOf({}, { reasoning_effort: "none" });
  expect(body["thinking"]).toEqual({ type: "disabled" });
  expect(body["output_config"]).toBeUndefined();
});

test("a thinking budget, stops, tier and cache have the wire's own names", () => {
  const parameters = {
    thinking_budget_tokens: 2048,
    max_output_tokens: 4000,
    stop: "END",
    service_tier: "standard_only",
    prompt_cache: "1h",
  };
  expect(bodyOf({ maxOutputTokens: undefined }, parameters)).toMatchObject({
    thinking: { type: "enabled", budget_tokens: 2048 },
    max_tokens: 4000,
    stop_sequences: ["END"],
    service_tier: "standard_only",
    cache_control: { type: "ephemeral", ttl: "1h" },
  });
});

test("fields of the vendor's own are laid over the body", () => {
  expect(bodyOf({}, { extra_body: { speed: "fast" } })["speed"]).toBe("fast");
});

test("an older version is part of what was asked", () => {
  const parameters = { anthropic_version: "2023-06-01", temperature: 0 };
  expect(bodyOf({}, parameters)).toMatchObject(parameters);
});
