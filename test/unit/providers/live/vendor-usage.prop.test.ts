import fc from "fast-check";
import { expect, test } from "vitest";
import type { Usage } from "../../../../src/core/usage.ts";
import { anthropicUsage } from "../../../../src/providers/live/anthropic/anthropic-usage.ts";
import { geminiUsage } from "../../../../src/providers/live/gemini/gemini-usage.ts";

const seed = 20_261_125;
const count = fc.option(
  fc.oneof(fc.integer({ min: -5, max: 40 }), fc.constant(1.5), fc.constant("7")),
);

const anthropicRaw = fc.record({
  input_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  cache_creation: fc.record({ ephemeral_5m_input_tokens: count, ephemeral_1h_input_tokens: count }),
  output_tokens: count,
  output_tokens_details: fc.record({ thinking_tokens: count }),
});

const geminiRaw = fc.record({
  promptTokenCount: count,
  cachedContentTokenCount: count,
  toolUsePromptTokenCount: count,
  candidatesTokenCount: count,
  thoughtsTokenCount: count,
  totalTokenCount: count,
});

/** Whether no part is more than its whole, and no count is below zero or broken. */
function isSound(usage: Usage): boolean {
  const counts = Object.values(usage) as readonly (number | undefined)[];
  const areCounts = counts
    .filter((tokens) => tokens !== undefined)
    .every((tokens) => Number.isSafeInteger(tokens) && tokens >= 0);
  const { outputTokens = Infinity, outputReasoningTokens = 0 } = usage;
  const { inputCacheWriteTokens = Infinity, inputCacheWriteLongTokens = 0 } = usage;
  const isReasoningWithin = outputReasoningTokens <= outputTokens;
  return areCounts && isReasoningWithin && inputCacheWriteLongTokens <= inputCacheWriteTokens;
}

test("whatever Anthropic counts, our counts are sound", () => {
  const property = fc.property(anthropicRaw, (raw) => {
    expect(anthropicUsage(raw).usage).toSatisfy(isSound);
  });
  fc.assert(property, { seed, numRuns: 500 });
});

test("whatever Gemini counts, our counts are sound", () => {
  const property = fc.property(geminiRaw, (raw) => {
    expect(geminiUsage(raw).usage).toSatisfy(isSound);
  });
  fc.assert(property, { seed, numRuns: 500 });
});

test("Gemini's input is its prompt and its tools' results, however much of it was cached", () => {
  const size = fc.nat({ max: 10_000 });
  const property = fc.property(size, size, size, (prompt, cached, tools) => {
    const { usage } = geminiUsage({
      promptTokenCount: prompt,
      cachedContentTokenCount: cached,
      toolUsePromptTokenCount: tools,
    });
    const { inputUncachedTokens, inputCacheReadTokens } = usage;
    expect((inputUncachedTokens ?? 0) + (inputCacheReadTokens ?? 0)).toBe(prompt + tools);
  });
  fc.assert(property, { seed, numRuns: 500 });
});
