import { bigInt, integer, option, record, type Arbitrary } from "fast-check";
import type { Price } from "../../../src/core/route.ts";
import type { Usage } from "../../../src/core/usage.ts";

const tokens = integer({ min: 0, max: 3_000_000 });
const perMtok = bigInt({ min: 0n, max: 200_000_000_000n }).map(Number);
const usages = record({
  inputUncachedTokens: tokens,
  inputCacheReadTokens: tokens,
  inputCacheWriteTokens: tokens,
  longShare: integer({ min: 0, max: 4 }),
  outputTokens: tokens,
}).map(({ longShare, ...usage }): Usage => ({
  ...usage,
  inputCacheWriteLongTokens: Math.floor((usage.inputCacheWriteTokens * longShare) / 4),
  outputReasoningTokens: undefined,
}));
const tokenPrices = record({
  inputNanoUsdPerMtok: perMtok,
  cachedInputNanoUsdPerMtok: perMtok,
  cacheWriteNanoUsdPerMtok: perMtok,
  cacheWriteLongNanoUsdPerMtok: perMtok,
  outputNanoUsdPerMtok: perMtok,
});
const prices = record({
  base: tokenPrices,
  above: option(tokenPrices, { nil: undefined }),
  aboveInputTokens: tokens,
  perRequestNanoUsd: integer({ min: 0, max: 1_000_000_000 }),
  multiplierNano: integer({ min: 0, max: 4_000_000_000 }),
}).map(({ base, above, aboveInputTokens, perRequestNanoUsd, multiplierNano }): Price => ({
  ...base,
  perRequestNanoUsd,
  multipliers: { batch: multiplierNano / 1e9 },
  ...(above && { tiers: [{ ...above, aboveInputTokens }] }),
}));

/** A price of every kind of tokens, with tiers and a multiplier, and what a call used. */
export const pricesAndUsages: Arbitrary<{ readonly price: Price; readonly usage: Usage }> = record({
  price: prices,
  usage: usages,
});
