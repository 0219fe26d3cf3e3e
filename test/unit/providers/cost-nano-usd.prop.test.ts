import { assert, bigInt, constantFrom, integer, option, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { Price, TokenPrices } from "../../../src/core/route.ts";
import type { Usage } from "../../../src/core/usage.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";

const tokens = integer({ min: 0, max: 2_000_000_000 });
const perMtok = bigInt({ min: 0n, max: 200_000_000_000n }).map(Number);
const usages = record({
  inputUncachedTokens: tokens,
  inputCacheReadTokens: tokens,
  inputCacheWriteTokens: tokens,
  longShare: integer({ min: 0, max: 4 }),
  outputTokens: tokens,
  outputReasoningTokens: tokens,
}).map(({ longShare, ...usage }) => ({
  ...usage,
  inputCacheWriteLongTokens: Math.floor((usage.inputCacheWriteTokens * longShare) / 4),
}));
const tokenPrices = record({
  inputNanoUsdPerMtok: perMtok,
  cachedInputNanoUsdPerMtok: perMtok,
  cacheWriteNanoUsdPerMtok: perMtok,
  cacheWriteLongNanoUsdPerMtok: option(perMtok, { nil: undefined }),
  outputNanoUsdPerMtok: perMtok,
});
const prices = record({
  base: tokenPrices,
  above: option(tokenPrices, { nil: undefined }),
  aboveInputTokens: tokens,
  perRequestNanoUsd: integer({ min: 0, max: 1_000_000_000 }),
  multiplierNano: integer({ min: 0, max: 4_000_000_000 }),
}).map(({ base, above, aboveInputTokens, perRequestNanoUsd, multiplierNano }) => ({
  multiplierNano,
  price: {
    ...base,
    perRequestNanoUsd,
    multipliers: { batch: multiplierNano / 1e9 },
    ...(above && { tiers: [{ ...above, aboveInputTokens }] }),
  } satisfies Price,
}));

/** Of the two neighbours the nearer one; of two equally near ones the even one. */
function nearestEven(sum: bigint, divisor: bigint): bigint {
  const [below, above] = [sum / divisor, sum / divisor + 1n];
  const [down, up] = [sum - below * divisor, above * divisor - sum];
  if (down === up) return below % 2n === 0n ? below : above;
  return down < up ? below : above;
}

/** The same figure by whole numbers alone, which have no limit. */
function reference(usage: Usage, price: Price, multiplierNano: bigint): bigint {
  const big = (value: number | undefined): bigint => BigInt(value ?? 0);
  const total =
    big(usage.inputUncachedTokens) +
    big(usage.inputCacheReadTokens) +
    big(usage.inputCacheWriteTokens);
  const [tier] = price.tiers ?? [];
  const list: TokenPrices =
    tier !== undefined && total > BigInt(tier.aboveInputTokens) ? tier : price;
  const long = big(usage.inputCacheWriteLongTokens);
  const millionths =
    big(usage.inputUncachedTokens) * big(list.inputNanoUsdPerMtok) +
    big(usage.inputCacheReadTokens) * big(list.cachedInputNanoUsdPerMtok) +
    (big(usage.inputCacheWriteTokens) - long) * big(list.cacheWriteNanoUsdPerMtok) +
    long * big(list.cacheWriteLongNanoUsdPerMtok ?? list.cacheWriteNanoUsdPerMtok) +
    big(usage.outputTokens) * big(list.outputNanoUsdPerMtok) +
    big(price.perRequestNanoUsd) * 1_000_000n;
  return nearestEven(millionths * multiplierNano, 1_000_000n * 1_000_000_000n);
}

const settings = { seed: 20261, numRuns: 2000 };

test("the cost is the exact sum over kinds, rounded once to the nearest nano-dollar", () => {
  assert(
    property(
      usages,
      prices,
      constantFrom(undefined, "default"),
      (usage, { price }, serviceTier) => {
        const exact = Number(reference(usage, price, 1_000_000_000n));
        expect(costNanoUsd(usage, price, serviceTier)).toBe(exact);
      },
    ),
    settings,
  );
});

test("small sums, where no big number is needed, are the same figure", () => {
  const few = usages.map((usage) => ({
    ...usage,
    inputUncachedTokens: usage.inputUncachedTokens % 5000,
    inputCacheReadTokens: usage.inputCacheReadTokens % 5000,
    inputCacheWriteTokens: 0,
    inputCacheWriteLongTokens: 0,
    outputTokens: usage.outputTokens % 5000,
  }));
  assert(
    property(few, prices, (usage, { price }) => {
      expect(costNanoUsd(usage, price)).toBe(Number(reference(usage, price, 1_000_000_000n)));
    }),
    settings,
  );
});

test("a multiplier is applied exactly, as the decimal that it is written as", () => {
  assert(
    property(usages, prices, (usage, { price, multiplierNano }) => {
      const exact = Number(reference(usage, price, BigInt(multiplierNano)));
      expect(costNanoUsd(usage, price, "batch")).toBe(exact);
    }),
    settings,
  );
});

test("the cost is additive wherever nothing has to be rounded", () => {
  // Prices in thousandths of a dollar and counts in thousands leave no fraction of a nano-dollar.
  const thousands = integer({ min: 0, max: 1_000_000 }).map((count) => count * 1000);
  const round = integer({ min: 0, max: 100_000 }).map((price) => price * 1_000_000);
  assert(
    property(thousands, thousands, round, (first, second, price) => {
      const cost = (input: number): bigint => {
        const usage = {
          inputUncachedTokens: input,
          inputCacheReadTokens: 0,
          inputCacheWriteTokens: 0,
          outputTokens: 0,
          outputReasoningTokens: 0,
        };
        const list = {
          inputNanoUsdPerMtok: price,
          cachedInputNanoUsdPerMtok: undefined,
          outputNanoUsdPerMtok: price,
          perRequestNanoUsd: 0,
        };
        return BigInt(costNanoUsd(usage, list) ?? -1);
      };
      expect(cost(first) + cost(second)).toBe(cost(first + second));
    }),
    settings,
  );
});
