import { expect, test } from "vitest";
import { unknownUsage } from "../../../../../src/core/usage.ts";
import {
  anthropicUsage,
  mergedUsage,
} from "../../../../../src/providers/live/anthropic/anthropic-usage.ts";

test("its counts are disjoint as they come: 50 + 1000 + 150 in, 80 out of which 64 thought", () => {
  const raw = {
    input_tokens: 50,
    cache_read_input_tokens: 1000,
    cache_creation_input_tokens: 150,
    cache_creation: { ephemeral_5m_input_tokens: 100, ephemeral_1h_input_tokens: 50 },
    output_tokens: 80,
    output_tokens_details: { thinking_tokens: 64 },
  };
  expect(anthropicUsage(raw)).toEqual({
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

test("what is null or missing is unknown, not zero", () => {
  const raw = { input_tokens: 50, cache_read_input_tokens: null, output_tokens: 8 };
  expect(anthropicUsage(raw).usage).toEqual({
    ...unknownUsage,
    inputUncachedTokens: 50,
    outputTokens: 8,
  });
  expect(anthropicUsage(undefined)).toEqual({
    usage: unknownUsage,
    raw: undefined,
    anomaly: undefined,
  });
});

test("what was written is the sum of its split where only the split is told", () => {
  const raw = { cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 } };
  expect(anthropicUsage(raw).usage.inputCacheWriteTokens).toBe(7);
});

test("counts that contradict each other are brought into line, and it is said", () => {
  const { usage, anomaly } = anthropicUsage({
    input_tokens: -15,
    cache_creation_input_tokens: 10,
    cache_creation: { ephemeral_1h_input_tokens: 12 },
    output_tokens: 8,
    output_tokens_details: { thinking_tokens: 9 },
  });
  expect(usage).toMatchObject({
    inputUncachedTokens: 0,
    inputCacheWriteLongTokens: 10,
    outputReasoningTokens: 8,
  });
  expect(anomaly?.split("; ")).toEqual([
    "more kept for an hour than written: 12 of 10",
    "input_tokens is negative",
    "more thinking than output: 9 of 8",
  ]);
});

test("a count that is no whole number is unknown", () => {
  expect(anthropicUsage({ output_tokens: "8" })).toMatchObject({
    usage: { outputTokens: undefined },
    anomaly: "output_tokens is no count",
  });
});

test("a stream's last counts replace its first, but do not wipe out what they do not name", () => {
  const start = {
    input_tokens: 50,
    output_tokens: 1,
    cache_creation: { ephemeral_1h_input_tokens: 5 },
  };
  const later = { output_tokens: 80, input_tokens: null };
  expect(mergedUsage(start, later)).toEqual({ ...start, output_tokens: 80 });
});

test("the output at a stream's start is not what it came to", () => {
  expect(mergedUsage({ input_tokens: 50, output_tokens: 1 }, undefined)).toEqual({
    input_tokens: 50,
  });
  expect(mergedUsage(undefined, undefined)).toBeUndefined();
});
