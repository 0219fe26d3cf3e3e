import { expect, test } from "vitest";
import { unknownUsage } from "../../../../../src/core/usage.ts";
import { normalizeOpenAiUsage } from "../../../../../src/providers/live/openai/openai-usage.ts";

const responses = {
  input: "input_tokens",
  inputDetails: "input_tokens_details",
  output: "output_tokens",
  outputDetails: "output_tokens_details",
};

test("input that includes cache reads and writes is taken apart: 1200 = 50 + 1000 + 150", () => {
  const raw = {
    input_tokens: 1200,
    input_tokens_details: {
      cached_tokens: 1000,
      cache_write_tokens: 150,
      cache_write_tokens_details: { ttl_30m_tokens: 100, ttl_12h_tokens: 50 },
    },
    output_tokens: 80,
    output_tokens_details: { reasoning_tokens: 64 },
    total_tokens: 1280,
  };
  expect(normalizeOpenAiUsage(raw, responses)).toEqual({
    usage: {
      inputUncachedTokens: 50,
      inputCacheReadTokens: 1000,
      inputCacheWriteTokens: 150,
      inputCacheWriteLongTokens: 50,
      outputTokens: 80,
      outputReasoningTokens: 64,
    },
    raw,
    anomaly: undefined,
  });
});

test("counts that are not reported stay unknown", () => {
  const { usage, anomaly } = normalizeOpenAiUsage({ input_tokens: 9, output_tokens: 4 }, responses);
  expect(usage).toEqual({
    ...unknownUsage,
    inputUncachedTokens: 9,
    outputTokens: 4,
  });
  expect(anomaly).toBeUndefined();
});

test("no usage at all is unknown usage", () => {
  const nothing = { usage: unknownUsage, raw: undefined, anomaly: undefined };
  expect(normalizeOpenAiUsage(null, responses)).toEqual(nothing);
  expect(normalizeOpenAiUsage(undefined, responses)).toEqual(nothing);
});

test("more read from a cache than there was is cut, and said", () => {
  const raw = { input_tokens: 10, input_tokens_details: { cached_tokens: 25 }, output_tokens: 4 };
  const { usage, anomaly } = normalizeOpenAiUsage(raw, responses);
  expect(usage).toMatchObject({ inputUncachedTokens: 0, inputCacheReadTokens: 10 });
  expect(anomaly).toBe("cached of input: 25 of 10");
});

test("what is written to a cache was not read from it", () => {
  const details = { cached_tokens: 8, cache_write_tokens: 5 };
  const raw = { input_tokens: 10, input_tokens_details: details, output_tokens: 4 };
  const { usage, anomaly } = normalizeOpenAiUsage(raw, responses);
  expect(usage).toMatchObject({
    inputUncachedTokens: 0,
    inputCacheReadTokens: 8,
    inputCacheWriteTokens: 2,
  });
  expect(anomaly).toContain("written of uncached input: 5 of 2");
});

test("reasoning is never more than the output it is part of", () => {
  const raw = { output_tokens: 4, output_tokens_details: { reasoning_tokens: 9 } };
  const { usage, anomaly } = normalizeOpenAiUsage(raw, responses);
  expect(usage).toMatchObject({ outputTokens: 4, outputReasoningTokens: 4 });
  expect(anomaly).toContain("reasoning of output: 9 of 4");
});

test.each([1.5, "12"])("%j is no count: unknown, and said", (input_tokens) => {
  const { usage, anomaly } = normalizeOpenAiUsage({ input_tokens, output_tokens: 1 }, responses);
  expect(usage.inputUncachedTokens).toBeUndefined();
  expect(anomaly).toBe("input_tokens is no count");
});

test("a total that is not the sum is said, and nothing is changed", () => {
  const raw = { input_tokens: 10, output_tokens: 4, total_tokens: 20 };
  const { usage, anomaly } = normalizeOpenAiUsage(raw, responses);
  expect(usage).toMatchObject({ inputUncachedTokens: 10, outputTokens: 4 });
  expect(anomaly).toBe("total_tokens 20 is not 14");
});
