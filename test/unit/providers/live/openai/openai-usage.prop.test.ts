import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeOpenAiUsage } from "../../../../../src/providers/live/openai/openai-usage.ts";

const names = {
  input: "input_tokens",
  inputDetails: "details",
  output: "output_tokens",
  outputDetails: "output_details",
};
const count = fc.nat({ max: 10_000 });

test("the kinds of input are never negative and always add up to the reported input", () => {
  const usages = fc.record({
    input_tokens: count,
    details: fc.record({ cached_tokens: count, cache_write_tokens: count }),
    output_tokens: count,
    output_details: fc.record({ reasoning_tokens: count }),
  });
  fc.assert(
    fc.property(usages, (raw) => {
      const { usage } = normalizeOpenAiUsage(raw, names);
      const kinds = [
        usage.inputUncachedTokens,
        usage.inputCacheReadTokens,
        usage.inputCacheWriteTokens,
      ].map((tokens) => tokens ?? Number.NaN);
      expect(kinds.every((tokens) => tokens >= 0)).toBe(true);
      expect(kinds.reduce((sum, tokens) => sum + tokens, 0)).toBe(raw.input_tokens);
      expect(usage.outputReasoningTokens).toBeLessThanOrEqual(raw.output_tokens);
    }),
    { seed: 20261125, numRuns: 300 },
  );
});
