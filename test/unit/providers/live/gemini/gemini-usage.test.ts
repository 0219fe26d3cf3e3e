import { expect, test } from "vitest";
import { unknownUsage } from "../../../../../src/core/usage.ts";
import { geminiUsage } from "../../../../../src/providers/live/gemini/gemini-usage.ts";

test("1200 of prompt with 1000 cached, 10 of tools, 16 of answer and 64 of thought", () => {
  const raw = {
    promptTokenCount: 1200,
    cachedContentTokenCount: 1000,
    toolUsePromptTokenCount: 10,
    candidatesTokenCount: 16,
    thoughtsTokenCount: 64,
    totalTokenCount: 1290,
  };
  expect(geminiUsage(raw)).toEqual({
    usage: {
      inputUncachedTokens: 210,
      inputCacheReadTokens: 1000,
      inputCacheWriteTokens: 0,
      outputTokens: 80,
      outputReasoningTokens: 64,
    },
    raw,
    anomaly: undefined,
  });
});

test("a cache and thoughts that it leaves out are none, where its total says so", () => {
  const raw = { promptTokenCount: 20, candidatesTokenCount: 5, totalTokenCount: 25 };
  expect(geminiUsage(raw).usage).toMatchObject({
    inputUncachedTokens: 20,
    inputCacheReadTokens: 0,
    outputTokens: 5,
    outputReasoningTokens: 0,
  });
});

test("an answer that was all thought has output without candidates", () => {
  const raw = { promptTokenCount: 20, thoughtsTokenCount: 30, totalTokenCount: 50 };
  expect(geminiUsage(raw).usage).toMatchObject({ outputTokens: 30, outputReasoningTokens: 30 });
});

test("a blocked prompt has no output: its total is its prompt", () => {
  const raw = { promptTokenCount: 20, totalTokenCount: 20 };
  expect(geminiUsage(raw).usage).toMatchObject({ outputTokens: 0, outputReasoningTokens: 0 });
});

test("output that nobody counted is unknown, not zero", () => {
  expect(geminiUsage({ promptTokenCount: 20 }).usage).toMatchObject({
    inputUncachedTokens: 20,
    outputTokens: undefined,
    outputReasoningTokens: undefined,
  });
});

test("without a prompt count nothing is known", () => {
  expect(geminiUsage({ candidatesTokenCount: 5 }).usage).toEqual(unknownUsage);
  expect(geminiUsage(undefined).usage).toEqual(unknownUsage);
});

test("more cached than there was is brought into line, and it is said", () => {
  const raw = { promptTokenCount: 10, cachedContentTokenCount: 25, candidatesTokenCount: 4 };
  expect(geminiUsage(raw)).toMatchObject({
    usage: { inputUncachedTokens: 0, inputCacheReadTokens: 10 },
    anomaly: "more of the prompt cached than there was: 25 of 10",
  });
});

test("a total that its parts do not make is said", () => {
  const raw = { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 20 };
  expect(geminiUsage(raw)).toMatchObject({
    usage: { outputTokens: 4, outputReasoningTokens: undefined },
    anomaly: "totalTokenCount is 20, its parts make 14",
  });
});
