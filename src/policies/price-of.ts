import { nanoUsdFromUsd } from "../core/money.ts";
import type { Price, TokenPrices } from "../core/route.ts";
import type { PriceShape, TokenPricesShape } from "./shapes/price-shape.ts";

/** A price as it is written, in whole nano-dollars; what it does not name is unknown. */
export function priceOf(shape: PriceShape): Price {
  const { tiers, multipliers } = shape;
  return {
    ...tokenPricesOf(shape),
    perRequestNanoUsd: nanoUsd(shape.per_request_usd) ?? 0,
    ...(tiers && {
      tiers: tiers.map((tier) => ({
        aboveInputTokens: tier.above_input_tokens,
        ...tokenPricesOf(tier),
      })),
    }),
    ...(multipliers && { multipliers }),
  };
}

function tokenPricesOf(shape: TokenPricesShape): TokenPrices {
  const written = nanoUsd(shape.cache_write_per_mtok_usd);
  const writtenLong = nanoUsd(shape.cache_write_long_per_mtok_usd);
  return {
    inputNanoUsdPerMtok: nanoUsd(shape.input_per_mtok_usd),
    cachedInputNanoUsdPerMtok: nanoUsd(shape.cached_input_per_mtok_usd),
    ...(written !== undefined && { cacheWriteNanoUsdPerMtok: written }),
    ...(writtenLong !== undefined && { cacheWriteLongNanoUsdPerMtok: writtenLong }),
    outputNanoUsdPerMtok: nanoUsd(shape.output_per_mtok_usd),
  };
}

function nanoUsd(usd: number | undefined): number | undefined {
  return usd === undefined ? undefined : nanoUsdFromUsd(usd);
}
