/**
 * Tokens of one attempt. Input kinds are disjoint; reasoning is part of output.
 * An absent count is unknown, never zero.
 */
export interface Usage {
  readonly inputUncachedTokens: number | undefined;
  readonly inputCacheReadTokens: number | undefined;
  readonly inputCacheWriteTokens: number | undefined;
  /** The part of them that is kept for an hour or longer, which has its own price; absent: none. */
  readonly inputCacheWriteLongTokens?: number | undefined;
  readonly outputTokens: number | undefined;
  readonly outputReasoningTokens: number | undefined;
}

export const unknownUsage: Usage = {
  inputUncachedTokens: undefined,
  inputCacheReadTokens: undefined,
  inputCacheWriteTokens: undefined,
  outputTokens: undefined,
  outputReasoningTokens: undefined,
};
