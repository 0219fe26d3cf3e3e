import type { Price } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";

/** Prices are per million tokens. */
const TOKENS_PER_PRICE = 1_000_000;
const HALF = TOKENS_PER_PRICE / 2;

/**
 * What one attempt costs: tokens meet prices exactly and are rounded once, half to even.
 * Absent: the price, or the count of a kind of tokens that has a price, is not known. A price that
 * is per request alone needs no counts.
 */
export function costNanoUsd(usage: Usage, price: Price | undefined): number | undefined {
  if (price === undefined) return undefined;
  const { inputNanoUsdPerMtok, cachedInputNanoUsdPerMtok, outputNanoUsdPerMtok } = price;
  if (
    inputNanoUsdPerMtok === undefined &&
    cachedInputNanoUsdPerMtok === undefined &&
    outputNanoUsdPerMtok === undefined
  ) {
    return price.perRequestNanoUsd;
  }
  const input = micro(usage.inputUncachedTokens, inputNanoUsdPerMtok);
  const output = micro(usage.outputTokens, outputNanoUsdPerMtok);
  if (input === undefined || output === undefined) return undefined;
  const cacheRead = microOfCache(usage.inputCacheReadTokens, cachedInputNanoUsdPerMtok);
  // Registries hold no price for writing to a cache: such tokens leave the cost unknown.
  const cacheWrite = microOfCache(usage.inputCacheWriteTokens, undefined);
  if (cacheRead === undefined || cacheWrite === undefined) return undefined;
  const sum = input + output + cacheRead;
  if (sum > Number.MAX_SAFE_INTEGER) return exactCost(usage, price);
  return roundOnce(sum, price.perRequestNanoUsd);
}

/** Tokens times price in millionths of a nano-dollar; nothing is known of a missing half. */
function micro(tokens: number | undefined, price: number | undefined): number | undefined {
  if (tokens === 0) return 0;
  if (tokens === undefined || price === undefined || !(tokens > 0)) return undefined;
  return tokens * price;
}

/** A cache is optional: where neither count nor price speaks of it there is none. */
function microOfCache(tokens: number | undefined, price: number | undefined): number | undefined {
  return tokens === undefined && price === undefined ? 0 : micro(tokens, price);
}

/**
 * The remainder decides, not the quotient: near 9e15 a double no longer tells 0.499999 from 0.5.
 * The price per request is added before, because a tie goes to the even total.
 */
function roundOnce(sum: number, perRequestNanoUsd: number): number {
  const rest = sum % TOKENS_PER_PRICE;
  const floor = (sum - rest) / TOKENS_PER_PRICE + perRequestNanoUsd;
  if (rest < HALF) return floor;
  return rest > HALF || floor % 2 !== 0 ? floor + 1 : floor;
}

/** The same beyond 2^53 millionths, where double products are no longer exact. */
function exactCost(usage: Usage, price: Price): number | undefined {
  let sum = BigInt(price.perRequestNanoUsd) * BigInt(TOKENS_PER_PRICE);
  for (const [tokens, perMtok] of [
    [usage.inputUncachedTokens, price.inputNanoUsdPerMtok],
    [usage.inputCacheReadTokens, price.cachedInputNanoUsdPerMtok],
    [usage.outputTokens, price.outputNanoUsdPerMtok],
  ] as const) {
    if (tokens === undefined || perMtok === undefined) continue;
    if (!Number.isInteger(tokens)) return undefined;
    sum += BigInt(tokens) * BigInt(perMtok);
  }
  const divisor = BigInt(TOKENS_PER_PRICE);
  const floor = sum / divisor;
  const rest = sum % divisor;
  const half = BigInt(HALF);
  return Number(rest > half || (rest === half && floor % 2n === 1n) ? floor + 1n : floor);
}
