import type { CostPart, TokenMeter } from "../core/billing-row.ts";
import { nanoUsdFromUsd } from "../core/money.ts";
import type { Price } from "../core/route.ts";
import type { Usage } from "../core/usage.ts";
import { multiplierOf, pricesInForce } from "./price-in-force.ts";

/**
 * What a call's cost is made of before it is rounded: each kind of tokens and the request itself,
 * at the price in force. Kinds without tokens are left out. Absent: the price does not say.
 */
export function costParts(
  usage: Usage,
  price: Price,
  serviceTier: string | undefined,
): readonly CostPart[] | undefined {
  const multiplier = multiplierOf(price, serviceTier);
  const prices = pricesInForce(usage, price);
  if (multiplier === undefined || prices === undefined) return undefined;
  const times = BigInt(nanoUsdFromUsd(multiplier));
  const written = usage.inputCacheWriteTokens;
  const long = usage.inputCacheWriteLongTokens ?? 0;
  const writePrice = prices.cacheWriteNanoUsdPerMtok;
  const kinds: readonly (readonly [TokenMeter, number | undefined, number | undefined])[] = [
    ["input", usage.inputUncachedTokens, prices.inputNanoUsdPerMtok],
    ["cache_read", usage.inputCacheReadTokens, prices.cachedInputNanoUsdPerMtok],
    ["cache_write", written === undefined ? undefined : written - long, writePrice],
    ["cache_write_long", long, prices.cacheWriteLongNanoUsdPerMtok ?? writePrice],
    ["output", usage.outputTokens, prices.outputNanoUsdPerMtok],
  ];
  const parts: CostPart[] = [];
  for (const [meter, tokens, nanoUsdPerMtok] of kinds) {
    if (tokens === undefined || tokens === 0 || nanoUsdPerMtok === undefined) continue;
    if (!Number.isSafeInteger(tokens) || tokens < 0) return undefined;
    const unitPriceAtto = BigInt(nanoUsdPerMtok) * times;
    parts.push({ meter, quantity: BigInt(tokens), unitPriceAtto });
  }
  if (price.perRequestNanoUsd !== 0) {
    const unitPriceAtto = BigInt(price.perRequestNanoUsd) * times;
    parts.push({ meter: "requests", quantity: 1n, unitPriceAtto });
  }
  return parts;
}

/** The input size from which the price in force holds; absent: the price has no tiers, or the first. */
export function tierInForce(usage: Usage, price: Price): number | undefined {
  const prices = pricesInForce(usage, price);
  return price.tiers?.find((tier) => tier === prices)?.aboveInputTokens;
}
