import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/core/json.ts";
import { otelGenai } from "../../../../src/datasets/logs/otel-genai.ts";
import { readLogRows } from "../../../support/read-log-rows.ts";

function attribute(key: string, value: JsonObject): JsonObject {
  return { key, value };
}

function aSpan(attributes: readonly JsonObject[], more: JsonObject = {}): JsonObject {
  return {
    traceId: "0af7651916cd43dd8448eb211c80319c",
    spanId: "b7ad6b7169203331",
    parentSpanId: "00f067aa0ba902b7",
    name: "chat small-1",
    kind: 3,
    startTimeUnixNano: "1790932800000000001",
    endTimeUnixNano: "1790932801250500001",
    attributes,
    status: {},
    ...more,
  };
}

const aChat = attribute("gen_ai.operation.name", { stringValue: "chat" });

function text(key: string, value: string): JsonObject {
  return attribute(key, { stringValue: value });
}

function read(row: JsonObject) {
  return readLogRows(otelGenai, [row]);
}

test("a span of today's names is a call with its tokens, times and texts", () => {
  const { events, faults, unmapped } = read(
    aSpan([
      aChat,
      text("gen_ai.provider.name", "AWS.Bedrock"),
      text("gen_ai.request.model", "small"),
      text("gen_ai.response.model", "small-1"),
      text("gen_ai.response.id", "resp-1"),
      attribute("gen_ai.request.max_tokens", { intValue: "256" }),
      attribute("gen_ai.request.stream", { boolValue: true }),
      attribute("gen_ai.usage.input_tokens", { intValue: "900" }),
      attribute("gen_ai.usage.cache_read.input_tokens", { intValue: "512" }),
      attribute("gen_ai.usage.cache_creation.input_tokens", { intValue: "100" }),
      attribute("gen_ai.usage.output_tokens", { intValue: "40" }),
      attribute("gen_ai.usage.reasoning.output_tokens", { intValue: "16" }),
      attribute("gen_ai.response.time_to_first_chunk", { doubleValue: 0.41 }),
      attribute("gen_ai.response.finish_reasons", {
        arrayValue: { values: [{ stringValue: "length" }] },
      }),
      text("gen_ai.system_instructions", '[{"type":"text","content":"Be brief."}]'),
      text(
        "gen_ai.input.messages",
        '[{"role":"user","parts":[{"type":"text","content":"Where is it?"}]}]',
      ),
      text(
        "gen_ai.output.messages",
        '[{"role":"assistant","parts":[{"type":"text","content":"On its way."}]}]',
      ),
    ]),
  );
  expect(faults).toEqual([]);
  expect(unmapped).toEqual([]);
  expect(events).toMatchObject([
    {
      kind: "call",
      id: "b7ad6b7169203331",
      foldKey: "0af7651916cd43dd8448eb211c80319c",
      chain: "00f067aa0ba902b7",
      responseId: "resp-1",
      input: {
        isRedacted: false,
        request: {
          messages: [
            { role: "system", content: "Be brief." },
            { role: "user", content: "Where is it?" },
          ],
          stream: true,
          maxOutputTokens: 256,
          promptTokens: 900,
        },
      },
      attempt: {
        requestedModel: "small",
        servedModel: "small-1",
        provider: "aws.bedrock",
        latencyMs: 1250.5,
        firstTokenMs: 410,
        result: {
          kind: "response",
          response: { text: "On its way.", finishReason: { kind: "length", raw: "length" } },
        },
        usage: {
          inputUncachedTokens: 288,
          inputCacheReadTokens: 512,
          inputCacheWriteTokens: 100,
          outputTokens: 40,
          outputReasoningTokens: 16,
        },
        costNanoUsd: undefined,
      },
    },
  ]);
});

describe("older names", () => {
  test("counts and provider under the names of 1.36, content in two events", () => {
    const { events } = read(
      aSpan(
        [
          aChat,
          text("gen_ai.system", "openai"),
          text("gen_ai.request.model", "small"),
          attribute("gen_ai.usage.prompt_tokens", { intValue: "12" }),
          attribute("gen_ai.usage.completion_tokens", { intValue: "3" }),
        ],
        {
          events: [
            {
              name: "gen_ai.content.prompt",
              attributes: [text("gen_ai.prompt", '[{"role":"user","content":"2+2?"}]')],
            },
            {
              name: "gen_ai.content.completion",
              attributes: [text("gen_ai.completion", '[{"role":"assistant","content":"4"}]')],
            },
          ],
        },
      ),
    );
    expect(events).toMatchObject([
      {
        input: { request: { messages: [{ role: "user", content: "2+2?" }] } },
        attempt: {
          provider: "openai",
          usage: { inputUncachedTokens: 12, inputCacheReadTokens: 0, outputTokens: 3 },
          result: { response: { text: "4" } },
        },
      },
    ]);
  });

  test("an event a message, and the choice as one", () => {
    const { events } = read(
      aSpan([text("gen_ai.system", "openai"), text("gen_ai.request.model", "small")], {
        events: [
          { name: "gen_ai.system.message", attributes: [text("content", "Be brief.")] },
          { name: "gen_ai.user.message", attributes: [text("content", "2+2?")] },
          {
            name: "gen_ai.choice",
            attributes: [
              attribute("message", {
                kvlistValue: { values: [{ key: "content", value: { stringValue: "4" } }] },
              }),
            ],
          },
        ],
      }),
    );
    expect(events).toMatchObject([
      {
        input: {
          request: {
            messages: [
              { role: "system", content: "Be brief." },
              { role: "user", content: "2+2?" },
            ],
          },
        },
        attempt: { result: { response: { text: "4" } } },
      },
    ]);
  });
});

describe("what is no call", () => {
  test.each([
    ["invoke_agent", "invoke_agent span"],
    ["execute_tool", "execute_tool span"],
    ["embeddings", "embeddings span"],
  ])("a span of the operation %s is counted and left out", (operation, kind) => {
    const { events, skipped } = read(aSpan([text("gen_ai.operation.name", operation)]));
    expect(events).toEqual([]);
    expect(skipped).toEqual([kind]);
  });

  test("so is a span that has nothing to do with models", () => {
    const { events, skipped } = read(aSpan([text("http.request.method", "GET")]));
    expect(events).toEqual([]);
    expect(skipped).toEqual(["other span"]);
  });
});

test("an envelope holds many spans, and its resource's attributes are paths of their rows", () => {
  const spans = [aSpan([aChat]), aSpan([aChat], { spanId: "b7ad6b7169203332" })];
  const { events, unmapped } = read({
    resourceSpans: [
      {
        resource: { attributes: [text("service.name", "support")] },
        scopeSpans: [{ scope: { name: "x" }, spans }],
      },
    ],
  });
  expect(events.map((event) => event.kind === "call" && event.id)).toEqual([
    "b7ad6b7169203331",
    "b7ad6b7169203332",
  ]);
  expect(events[0]?.row["resource.service.name"]).toBe("support");
  expect(unmapped).toEqual(["resource.service.name"]);
});

test.each<[string, readonly JsonObject[], JsonObject, string]>([
  ["an exception's class", [text("error.type", "openai.RateLimitError")], {}, "rate_limit"],
  ["a status as the error's type", [text("error.type", "503")], {}, "overloaded"],
  ["the span's message", [], { status: { code: 2, message: "Request timed out." } }, "timeout"],
  [
    "words that nobody knows",
    [],
    { status: { code: "STATUS_CODE_ERROR", message: "boo" } },
    "invalid_response",
  ],
])("a failed span is a failure by %s", (_name, attributes, more, kind) => {
  const { events } = read(aSpan([aChat, ...attributes], more));
  expect(events).toMatchObject([{ attempt: { result: { kind: "failure", failure: { kind } } } }]);
});

test.each<[string, JsonObject, string]>([
  ["without an id", { spanId: "" }, "spanId: expected the id of a span, got nothing"],
  [
    "with a time that is no number",
    { startTimeUnixNano: "yesterday" },
    'startTimeUnixNano: expected nanoseconds since 1970, got "yesterday"',
  ],
  [
    "that ends before it starts",
    { endTimeUnixNano: "1790932700000000000" },
    "endTimeUnixNano: the span ends before it starts",
  ],
])("a span %s is a fault", (_name, more, fault) => {
  expect(read(aSpan([aChat], more)).faults).toEqual([fault]);
});

test("more cached than input tokens is a fault, and no count is ever below 0", () => {
  const { faults } = read(
    aSpan([
      aChat,
      attribute("gen_ai.usage.input_tokens", { intValue: "10" }),
      attribute("gen_ai.usage.cache_read.input_tokens", { intValue: "11" }),
    ]),
  );
  expect(faults).toEqual(["gen_ai.usage.cache_read.input_tokens: 11 cached of 10 input tokens"]);
});

test("a parameter that is not kept is told of by its name", () => {
  const temperature: JsonValue = { doubleValue: 0.2 };
  const { unmapped } = read(aSpan([aChat, attribute("gen_ai.request.temperature", temperature)]));
  expect(unmapped).toEqual(["gen_ai.request.temperature"]);
});
