import type { TokenMeter } from "../../core/billing-row.ts";
import type { Usage } from "../../core/usage.ts";

/** Known tokens of some calls by kind, and of how many calls a count is missing. */
export type TokenSums = Record<TokenMeter, bigint> & { unknownCounts: number };

export function noTokens(): TokenSums {
  return {
    input: 0n,
    cache_read: 0n,
    cache_write: 0n,
    cache_write_long: 0n,
    output: 0n,
    unknownCounts: 0,
  };
}

/** Adds what one call used; input kinds are disjoint, and reasoning is part of output. */
export function addTokens(sums: TokenSums, usage: Usage): void {
  const { inputUncachedTokens: input, outputTokens: output } = usage;
  const long = usage.inputCacheWriteLongTokens ?? 0;
  sums.input += whole(input);
  sums.cache_read += whole(usage.inputCacheReadTokens);
  sums.cache_write += whole((usage.inputCacheWriteTokens ?? long) - long);
  sums.cache_write_long += whole(long);
  sums.output += whole(output);
  if (input === undefined || output === undefined) sums.unknownCounts += 1;
}

function whole(tokens: number | undefined): bigint {
  return tokens !== undefined && Number.isSafeInteger(tokens) ? BigInt(tokens) : 0n;
}
