import { nanoUsdFromUsd } from "../core/money.ts";
import type { Price, TokenPrices } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";
import { multiplierOf, pricesInForce } from "./price-in-force.ts";

/** Prices are per million tokens. */
const TOKENS_PER_PRICE = 1_000_000;
const HALF = TOKENS_PER_PRICE / 2;

/** A multiplier is a decimal of at most nine places: this many of its last one make 1. */
const MULTIPLIER_ONE = 1_000_000_000n;

/**
 * What one attempt costs: tokens meet prices exactly and are rounded once, half to even.
 * `serviceTier` is what the provider says it served, whose multiplier holds for the whole price.
 * Absent: the price, the tier's multiplier, or the count of a kind of tokens that has a price, is
 * not known. A price that is per request alone needs no counts.
 */
export function costNanoUsd(
  usage: Usage,
  price: Price | undefined,
  serviceTier?: string,
): number | undefined {
  if (price === undefined) return undefined;
  const multiplier = multiplierOf(price, serviceTier);
  if (multiplier === undefined) return undefined;
  const prices = pricesInForce(usage, price);
  if (prices === undefined) return undefined;
  const millionths = pricesTokens(prices) ? tokenMillionths(usage, prices) : 0;
  if (millionths === undefined) return undefined;
  if (multiplier !== 1 || millionths > Number.MAX_SAFE_INTEGER) {
    return exactCost(usage, prices, price.perRequestNanoUsd, multiplier);
  }
  return roundOnce(millionths, price.perRequestNanoUsd);
}

function pricesTokens(prices: TokenPrices): boolean {
  return (
    prices.inputNanoUsdPerMtok !== undefined ||
    prices.outputNanoUsdPerMtok !== undefined ||
    prices.cachedInputNanoUsdPerMtok !== undefined ||
    prices.cacheWriteNanoUsdPerMtok !== undefined ||
    prices.cacheWriteLongNanoUsdPerMtok !== undefined
  );
}

/** All kinds of tokens at their prices, in millionths of a nano-dollar; inexact above 2^53. */
function tokenMillionths(usage: Usage, prices: TokenPrices): number | undefined {
  const input = kind(usage.inputUncachedTokens, prices.inputNanoUsdPerMtok);
  const output = kind(usage.outputTokens, prices.outputNanoUsdPerMtok);
  if (input === undefined || output === undefined) return undefined;
  const read = cacheKind(usage.inputCacheReadTokens, prices.cachedInputNanoUsdPerMtok);
  const written = writtenMillionths(usage, prices);
  if (read === undefined || written === undefined) return undefined;
  return input + output + read + written;
}

/** Tokens times price; nothing is known of a missing half. */
function kind(tokens: number | undefined, price: number | undefined): number | undefined {
  if (tokens === 0) return 0;
  if (tokens === undefined || price === undefined || !(tokens > 0)) return undefined;
  return tokens * price;
}

/** A cache is optional: where neither count nor price speaks of it there is none. */
function cacheKind(tokens: number | undefined, price: number | undefined): number | undefined {
  return tokens === undefined && price === undefined ? 0 : kind(tokens, price);
}

/** What is kept long is part of what is written, and has the common price if it has none of its own. */
function writtenMillionths(usage: Usage, prices: TokenPrices): number | undefined {
  const { inputCacheWriteTokens: all, inputCacheWriteLongTokens: long = 0 } = usage;
  const price = prices.cacheWriteNanoUsdPerMtok;
  const longPrice = prices.cacheWriteLongNanoUsdPerMtok ?? price;
  if (long === 0) return cacheKind(all, all === undefined ? longPrice : price);
  if (all === undefined) return undefined;
  const rest = kind(all - long, price);
  const kept = kind(long, longPrice);
  return rest === undefined || kept === undefined ? undefined : rest + kept;
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

/** The same where a multiplier comes in, or beyond 2^53 millionths, where products of doubles err. */
function exactCost(
  usage: Usage,
  prices: TokenPrices,
  perRequestNanoUsd: number,
  multiplier: number,
): number | undefined {
  const long = usage.inputCacheWriteLongTokens ?? 0;
  const written = usage.inputCacheWriteTokens;
  const writePrice = prices.cacheWriteNanoUsdPerMtok;
  let sum = BigInt(perRequestNanoUsd) * BigInt(TOKENS_PER_PRICE);
  for (const [tokens, perMtok] of [
    [usage.inputUncachedTokens, prices.inputNanoUsdPerMtok],
    [usage.inputCacheReadTokens, prices.cachedInputNanoUsdPerMtok],
    [written === undefined ? undefined : written - long, writePrice],
    [long, prices.cacheWriteLongNanoUsdPerMtok ?? writePrice],
    [usage.outputTokens, prices.outputNanoUsdPerMtok],
  ] as const) {
    if (tokens === undefined || perMtok === undefined) continue;
    if (!Number.isInteger(tokens)) return undefined;
    sum += BigInt(tokens) * BigInt(perMtok);
  }
  const multiplied = sum * BigInt(nanoUsdFromUsd(multiplier));
  return halfToEven(multiplied, BigInt(TOKENS_PER_PRICE) * MULTIPLIER_ONE);
}

function halfToEven(sum: bigint, divisor: bigint): number {
  const floor = sum / divisor;
  const twice = (sum % divisor) * 2n;
  return Number(twice > divisor || (twice === divisor && floor % 2n === 1n) ? floor + 1n : floor);
}
