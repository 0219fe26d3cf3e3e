import type { Price, TokenPrices } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";

/** Service tiers that are the list price itself, by the names that providers give them. */
const listPriceTiers: ReadonlySet<string> = new Set(["default", "standard", "auto"]);

/**
 * What a service tier multiplies a price by; 1 for the list price and where no tier is known.
 * Absent: the price says nothing of this tier, and nobody guesses.
 */
export function multiplierOf(price: Price, serviceTier: string | undefined): number | undefined {
  if (serviceTier === undefined || listPriceTiers.has(serviceTier)) return 1;
  const { multipliers } = price;
  if (multipliers === undefined || !Object.hasOwn(multipliers, serviceTier)) return undefined;
  const multiplier = multipliers[serviceTier];
  if (multiplier === undefined || !Number.isFinite(multiplier)) return undefined;
  return multiplier < 0 ? undefined : multiplier;
}

/**
 * The token prices that hold for a whole request of this usage. Absent: the price changes with the
 * input's size, and the size is not known.
 */
export function pricesInForce(usage: Usage, price: Price): TokenPrices | undefined {
  const { tiers } = price;
  if (tiers === undefined || tiers.length === 0) return price;
  const total = totalInputTokens(usage, price);
  if (total === undefined) return undefined;
  let inForce: TokenPrices = price;
  for (const tier of tiers) if (total > tier.aboveInputTokens) inForce = tier;
  return inForce;
}

/** Absent where a part is not known, but for writes to a cache that bills none and reports none. */
function totalInputTokens(usage: Usage, price: Price): number | undefined {
  const { inputUncachedTokens, inputCacheReadTokens } = usage;
  const written = usage.inputCacheWriteTokens ?? (billsCacheWrites(price) ? undefined : 0);
  if (
    inputUncachedTokens === undefined ||
    inputCacheReadTokens === undefined ||
    written === undefined
  ) {
    return undefined;
  }
  return inputUncachedTokens + inputCacheReadTokens + written;
}

function billsCacheWrites(price: Price): boolean {
  return [price, ...(price.tiers ?? [])].some(
    (prices) =>
      prices.cacheWriteNanoUsdPerMtok !== undefined ||
      prices.cacheWriteLongNanoUsdPerMtok !== undefined,
  );
}
