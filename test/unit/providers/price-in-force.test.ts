import { expect, test } from "vitest";
import type { Price } from "../../../src/core/route.ts";
import { costNanoUsd } from "../../../src/providers/cost-nano-usd.ts";
import { aPrice, aUsage } from "./provider-call-builders.ts";

/** Two dollars in, ten out; twice and one and a half times that above 272,000 tokens of input. */
const tiered: Price = {
  ...aPrice({ input: 2, cachedInput: 0.2, output: 10 }),
  cacheWriteNanoUsdPerMtok: 2_500_000_000,
  tiers: [
    {
      aboveInputTokens: 272_000,
      inputNanoUsdPerMtok: 4_000_000_000,
      cachedInputNanoUsdPerMtok: 400_000_000,
      cacheWriteNanoUsdPerMtok: 5_000_000_000,
      outputNanoUsdPerMtok: 15_000_000_000,
    },
  ],
};

const usage = (uncached: number, read: number, written: number) => ({
  ...aUsage(uncached, 1000),
  inputCacheReadTokens: read,
  inputCacheWriteTokens: written,
});

test("a tier holds for the whole request, and what was read and written counts for its size", () => {
  // 200,000 + 72,000 + 0 is not above the limit; one token written is.
  expect(costNanoUsd(usage(200_000, 72_000, 0), tiered)).toBe(
    200_000 * 2000 + 72_000 * 200 + 1000 * 10_000,
  );
  expect(costNanoUsd(usage(200_000, 72_000, 1), tiered)).toBe(
    200_000 * 4000 + 72_000 * 400 + 5000 + 1000 * 15_000,
  );
});

test("an input of unknown size has no tier, and so no cost", () => {
  const one = usage(1000, 0, 0);
  expect(costNanoUsd({ ...one, inputCacheReadTokens: undefined }, tiered)).toBeUndefined();
  expect(costNanoUsd({ ...one, inputCacheWriteTokens: undefined }, tiered)).toBeUndefined();
  const unpricedReads: Price = { ...aPrice({ input: 2, output: 10 }), tiers: [] };
  const sized: Price = {
    ...unpricedReads,
    tiers: [{ ...aPrice({ input: 4, output: 15 }), aboveInputTokens: 10 }],
  };
  expect(costNanoUsd(aUsage(1, 1), unpricedReads)).toBe(12_000);
  expect(costNanoUsd(aUsage(1, 1), sized)).toBeUndefined();
});

test("a provider that bills no cache writes need not report them", () => {
  const [tier] = tiered.tiers ?? [];
  if (tier === undefined) throw new Error("there is a tier");
  const { cacheWriteNanoUsdPerMtok: _below, ...price } = tiered;
  const { cacheWriteNanoUsdPerMtok: _above, ...above } = tier;
  const free: Price = { ...price, tiers: [above] };
  const silent = { ...usage(1000, 0, 0), inputCacheWriteTokens: undefined };
  expect(costNanoUsd(silent, free)).toBe(1000 * 2000 + 1000 * 10_000);
});

test("what is kept an hour is the part of the writes that has its own price", () => {
  const price: Price = {
    ...aPrice({ input: 3, cachedInput: 0.3, output: 15 }),
    cacheWriteNanoUsdPerMtok: 3_750_000_000,
    cacheWriteLongNanoUsdPerMtok: 6_000_000_000,
  };
  const written = { ...usage(0, 0, 1000), outputTokens: 0, inputCacheWriteLongTokens: 400 };
  expect(costNanoUsd(written, price)).toBe(600 * 3750 + 400 * 6000);
  const { cacheWriteLongNanoUsdPerMtok: _, ...common } = price;
  expect(costNanoUsd(written, common)).toBe(1000 * 3750);
  expect(costNanoUsd({ ...written, inputCacheWriteLongTokens: 1001 }, price)).toBeUndefined();
  expect(costNanoUsd({ ...written, inputCacheWriteTokens: undefined }, price)).toBeUndefined();
});

test("writes of unknown number leave the cost unknown where either kind of them has a price", () => {
  const plain = aPrice({ input: 3, output: 15 });
  const usageOf = { ...aUsage(10, 10), inputCacheReadTokens: 0 };
  expect(costNanoUsd(usageOf, plain)).toBe(180_000);
  expect(costNanoUsd(usageOf, { ...plain, cacheWriteNanoUsdPerMtok: 1 })).toBeUndefined();
  expect(costNanoUsd(usageOf, { ...plain, cacheWriteLongNanoUsdPerMtok: 1 })).toBeUndefined();
});

const batched: Price = {
  ...aPrice({ input: 2.5, output: 10, perRequest: 0.01 }),
  multipliers: { batch: 0.5, priority: 1.75, third: 0.333333333, free: 0 },
};

test.each([
  [undefined, 10_797_500],
  ["default", 10_797_500],
  ["standard", 10_797_500],
  ["auto", 10_797_500],
  ["batch", 5_398_750],
  // 10,797,500 times 0.333333333 is 3,599,166.6630675.
  ["third", 3_599_166 + 1],
  ["priority", 18_895_625],
  ["free", 0],
])("195 tokens in, 31 out and a request at the tier %s cost %i nano-dollars", (tier, expected) => {
  expect(costNanoUsd(aUsage(195, 31), batched, tier)).toBe(expected);
});

test("a tier without a multiplier leaves the cost unknown: nobody guesses", () => {
  expect(costNanoUsd(aUsage(195, 31), batched, "flex")).toBeUndefined();
  expect(costNanoUsd(aUsage(195, 31), batched, "constructor")).toBeUndefined();
  expect(costNanoUsd(aUsage(195, 31), aPrice({ input: 1, output: 1 }), "batch")).toBeUndefined();
  const broken = { ...batched, multipliers: { batch: Number.NaN, flex: -1 } };
  expect(costNanoUsd(aUsage(195, 31), broken, "batch")).toBeUndefined();
  expect(costNanoUsd(aUsage(195, 31), broken, "flex")).toBeUndefined();
});
