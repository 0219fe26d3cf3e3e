import fc from "fast-check";
import { expect, test } from "vitest";
import { callIds } from "../../../../src/datasets/logs/call-ids.ts";
import { failureOf, kindOfStatus } from "../../../../src/datasets/logs/error-class.ts";
import { openLineSpool } from "../../../../src/datasets/logs/line-spool.ts";
import { messagesIn, requestOfBody } from "../../../../src/datasets/logs/request-body.ts";
import { responseOfBody } from "../../../../src/datasets/logs/response-body.ts";
import { epochMs, secondsToMs, spanMs } from "../../../../src/datasets/logs/units.ts";
import { basisByTotal, usageOf } from "../../../../src/datasets/logs/usage-basis.ts";

const noFault = (column: string, because: string): never => {
  throw new Error(`${column} ${because}`);
};

test("units are those of the field, whatever the size of the number", () => {
  expect(epochMs(1790932443.12, "s")).toBe(1_790_932_443_120);
  expect(epochMs("1790932443", "s")).toBe(1_790_932_443_000);
  expect(epochMs(1790932443, "ms")).toBe(1_790_932_443);
  expect(epochMs("1790932800000000", "us")).toBe(1_790_932_800_000);
  // 19 digits: a double would have made 1790932800000000000 of it.
  expect(epochMs("1790932800000250000", "ns")).toBe(1_790_932_800_000.25);
  expect(epochMs(1.79e12, "s")).toBeUndefined();
  expect(epochMs(-1, "s")).toBeUndefined();
  expect(epochMs("2026-10-02", "s")).toBeUndefined();
});

test("seconds become milliseconds without the rest that doubles leave", () => {
  expect(secondsToMs(16.1)).toBe(16_100);
  expect(secondsToMs(1.45)).toBe(1450);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (ms) => {
      expect(secondsToMs(ms / 1000)).toBe(ms);
    }),
    { seed: 1 },
  );
  expect(spanMs(1000.1, 1500.3)).toBe(500.2);
  expect(spanMs(10, 9)).toBeUndefined();
});

test("kinds of input are disjoint whichever way the log counts, and reasoning is a part of output", () => {
  const counts = { input: 310, cacheRead: 256, cacheWrite: undefined, output: 22, reasoning: 4 };
  const names = { cached: "c", reasoning: "r" };
  expect(usageOf({ ...counts, basis: "inside" }, names, noFault)).toEqual({
    inputUncachedTokens: 54,
    inputCacheReadTokens: 256,
    inputCacheWriteTokens: 0,
    outputTokens: 22,
    outputReasoningTokens: 4,
  });
  expect(usageOf({ ...counts, basis: "outside" }, names, noFault).inputUncachedTokens).toBe(310);
});

test("a total in the row says whether input counts the cached tokens", () => {
  expect(basisByTotal({ input: 310, output: 22, cached: 256 }, 588)).toBe("outside");
  expect(basisByTotal({ input: 310, output: 22, cached: 256 }, 332)).toBe("inside");
  expect(basisByTotal({ input: 310, output: 22, cached: 0 }, undefined)).toBe("inside");
  expect(basisByTotal({ input: 310, output: 22, cached: 256 }, undefined)).toBeUndefined();
  expect(basisByTotal({ input: 310, output: 22, cached: 256 }, 600)).toBeUndefined();
});

test.each([
  [{ name: "RateLimitError", status: 429 }, "rate_limit"],
  [{ name: "Timeout", status: "408" }, "timeout"],
  [{ name: "ContextWindowExceededError", status: 400 }, "context_length_exceeded"],
  [{ name: "ContentPolicyViolationError", status: 400 }, "content_filter"],
  [{ name: "insufficient_quota", status: 429 }, "quota_exceeded"],
  [{ name: "AuthenticationError" }, "authentication"],
  [{ name: "APIConnectionError" }, "connection"],
  [{ name: "InternalServerError", status: 500 }, "transient_5xx"],
  [{ name: "BadRequestError", status: 400 }, "invalid_request"],
  [
    { name: "BadRequestError", status: 400, message: "maximum context length is 8192" },
    "context_length_exceeded",
  ],
  [{ message: "Overloaded" }, "overloaded"],
  [{ status: 503 }, "overloaded"],
  [{ status: 418 }, "invalid_request"],
  [{ name: "invalid_response" }, "invalid_response"],
  [{ message: "something nobody knows" }, "invalid_response"],
] as const)("%j is %s", (error, kind) => {
  expect(failureOf(error).kind).toBe(kind);
});

test("a status below 400 and what is none says nothing of a failure", () => {
  expect([200, 399, 600, 1.5, Number.NaN].map(kindOfStatus)).toEqual(Array(5).fill(undefined));
});

test("bodies of OpenAI and Anthropic ask the same things in other places", () => {
  const openai = requestOfBody(
    {
      model: "m",
      messages: [
        { role: "user", content: "Hi" },
        { role: "assistant", tool_calls: [] },
      ],
      max_completion_tokens: 9,
      stream: true,
      response_format: { type: "json_schema", json_schema: { schema: { type: "object" } } },
      tools: [{ type: "function", function: { name: "f", parameters: { type: "object" } } }],
      tool_choice: "auto",
    },
    "body",
    noFault,
  );
  expect(openai).toEqual({
    messages: [
      { role: "user", content: "Hi" },
      { role: "assistant", tool_calls: [], content: "" },
    ],
    tools: [{ name: "f", parameters: { type: "object" } }],
    toolChoice: "auto",
    responseSchema: { type: "object" },
    stream: true,
    slaMs: undefined,
    maxOutputTokens: 9,
  });
  const anthropic = requestOfBody(
    { system: "Be brief.", messages: [{ role: "user", content: "Hi" }], max_tokens: 5 },
    "body",
    noFault,
  );
  expect(anthropic.messages).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "Hi" },
  ]);
});

test.each([
  ["a text", "Hi", [{ role: "user", content: "Hi" }]],
  ["a text that looks like JSON and is none", "[Hi", [{ role: "user", content: "[Hi" }]],
  ["a text of numbers in brackets", "[1, 2]", [{ role: "user", content: "[1, 2]" }]],
  ["messages as text", '[{"role":"user","content":"Hi"}]', [{ role: "user", content: "Hi" }]],
  [
    "an object with messages",
    { messages: [{ role: "user", content: "Hi" }] },
    [{ role: "user", content: "Hi" }],
  ],
  ["nothing", {}, []],
  ["null", null, []],
])("a prompt may be %s", (_name, value, messages) => {
  expect(messagesIn(value, "user", "input", noFault)).toEqual(messages);
});

test("answers of each vendor: text, finish reason, calls of tools", () => {
  expect(
    responseOfBody({
      choices: [
        {
          finish_reason: "tool_calls",
          message: {
            content: null,
            tool_calls: [{ id: "1", function: { name: "f", arguments: "{}" } }],
          },
        },
      ],
    }),
  ).toEqual({
    text: "",
    finishReason: { kind: "tool_calls", raw: "tool_calls" },
    toolCalls: [{ id: "1", name: "f", arguments: "{}" }],
    signals: {},
  });
  expect(
    responseOfBody({ content: [{ type: "text", text: "Hi" }], stop_reason: "max_tokens" }),
  ).toMatchObject({ text: "Hi", finishReason: { kind: "length", raw: "max_tokens" } });
  expect(
    responseOfBody({
      status: "completed",
      output: [{ type: "message", content: [{ type: "output_text", text: "Hi" }] }],
    }),
  ).toMatchObject({ text: "Hi", finishReason: { kind: "stop" } });
  expect(responseOfBody({}).text).toBeUndefined();
});

test("an id twice is a row twice, unless attempts of one request share it", () => {
  const ids = callIds();
  expect(ids.add("a", "k", 1)).toBe("new");
  expect(ids.add("a", "k", 1)).toBe("twice");
  expect(ids.add("a", "k", 2)).toBe("shares");
  expect(ids.add("a", "k", 2)).toBe("twice");
  expect(ids.add("a", "other", 3)).toBe("twice");
  expect(ids.add("b", "b", undefined)).toBe("new");
  expect(ids.add("b", "b", undefined)).toBe("twice");
});

test("lines set aside are read in any order, umlauts and long ones too", () => {
  const line = fc.string({ unit: "grapheme", maxLength: 40 });
  const long = fc.integer({ min: 0, max: 3 }).map((size) => "ö".repeat(size * 700_000));
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ arbitrary: line, weight: 20 }, long), { minLength: 1, maxLength: 30 }),
      fc.array(fc.nat(29), { maxLength: 40 }),
      (lines, picks) => {
        const spool = openLineSpool();
        try {
          for (const one of lines) spool.append(one);
          const inOrder = lines.map((_, index) => index);
          for (const pick of [...inOrder, ...picks.map((at) => at % lines.length), ...inOrder]) {
            expect(spool.text(pick)).toBe(lines[pick]);
          }
        } finally {
          spool.close();
        }
      },
    ),
    { seed: 7, numRuns: 30 },
  );
});
