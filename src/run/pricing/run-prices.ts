import { nanoUsdFromUsd, usdFromNanoUsd } from "../../core/money.ts";
import type { Price, Registry, TokenPrices } from "../../core/route.ts";
import type { RunManifest, RunPrice, RunTokenPrices } from "../../core/run-manifest.ts";

/** The prices of a registry as `run.json` keeps them, by route name in sorted order. */
export function pricesOf(registry: Registry): RunManifest["prices"] {
  return Object.fromEntries(
    [...registry.routes.values()]
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name, price, priceSource }) => [
        name,
        price === undefined
          ? null
          : { ...runPriceOf(price), ...(priceSource && { source: priceSource }) },
      ]),
  );
}

function runPriceOf(price: Price): RunPrice {
  const { tiers = [], multipliers } = price;
  return {
    ...runTokenPrices(price),
    per_request_usd: usdFromNanoUsd(price.perRequestNanoUsd),
    ...(tiers.length > 0 && {
      tiers: tiers.map((tier) => ({
        above_input_tokens: tier.aboveInputTokens,
        ...runTokenPrices(tier),
      })),
    }),
    ...(multipliers && { multipliers }),
  };
}

function runTokenPrices(prices: TokenPrices): RunTokenPrices {
  const { cacheWriteNanoUsdPerMtok: written, cacheWriteLongNanoUsdPerMtok: long } = prices;
  const orNull = (nano: number | undefined): number | null =>
    nano === undefined ? null : usdFromNanoUsd(nano);
  return {
    input_per_mtok_usd: orNull(prices.inputNanoUsdPerMtok),
    cached_input_per_mtok_usd: orNull(prices.cachedInputNanoUsdPerMtok),
    ...(written !== undefined && { cache_write_per_mtok_usd: usdFromNanoUsd(written) }),
    ...(long !== undefined && { cache_write_long_per_mtok_usd: usdFromNanoUsd(long) }),
    output_per_mtok_usd: orNull(prices.outputNanoUsdPerMtok),
  };
}

/** A price out of a `run.json`: the very one that its costs were computed with. */
export function priceFromRun(price: RunPrice): Price {
  const { tiers, multipliers } = price;
  return {
    ...tokenPricesFromRun(price),
    perRequestNanoUsd: nanoUsdFromUsd(price.per_request_usd),
    ...(tiers && {
      tiers: tiers.map((tier) => ({
        aboveInputTokens: tier.above_input_tokens,
        ...tokenPricesFromRun(tier),
      })),
    }),
    ...(multipliers && { multipliers }),
  };
}

function tokenPricesFromRun(prices: RunTokenPrices): TokenPrices {
  const { cache_write_per_mtok_usd: written, cache_write_long_per_mtok_usd: long } = prices;
  const nano = (usd: number | null): number | undefined =>
    usd === null ? undefined : nanoUsdFromUsd(usd);
  return {
    inputNanoUsdPerMtok: nano(prices.input_per_mtok_usd),
    cachedInputNanoUsdPerMtok: nano(prices.cached_input_per_mtok_usd),
    ...(written !== undefined && { cacheWriteNanoUsdPerMtok: nanoUsdFromUsd(written) }),
    ...(long !== undefined && { cacheWriteLongNanoUsdPerMtok: nanoUsdFromUsd(long) }),
    outputNanoUsdPerMtok: nano(prices.output_per_mtok_usd),
  };
}
