import type { Usage } from "./usage.ts";

/** Tokens as a line holds them; an absent count is unknown. */
export interface UsageLine {
  readonly input_tokens?: number | undefined;
  readonly cache_read_tokens?: number | undefined;
  readonly cache_write_tokens?: number | undefined;
  readonly cache_write_long_tokens?: number | undefined;
  readonly output_tokens?: number | undefined;
  readonly reasoning_tokens?: number | undefined;
}

export function toUsageLine(usage: Usage): UsageLine {
  return {
    input_tokens: usage.inputUncachedTokens,
    cache_read_tokens: usage.inputCacheReadTokens,
    cache_write_tokens: usage.inputCacheWriteTokens,
    cache_write_long_tokens: usage.inputCacheWriteLongTokens,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.outputReasoningTokens,
  };
}

export function fromUsageLine(line: UsageLine): Usage {
  const longTokens = line.cache_write_long_tokens;
  return {
    inputUncachedTokens: line.input_tokens,
    inputCacheReadTokens: line.cache_read_tokens,
    inputCacheWriteTokens: line.cache_write_tokens,
    ...(longTokens !== undefined && { inputCacheWriteLongTokens: longTokens }),
    outputTokens: line.output_tokens,
    outputReasoningTokens: line.reasoning_tokens,
  };
}
