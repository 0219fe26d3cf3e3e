import { usdFromNanoUsd } from "../core/money.ts";
import type { Registry } from "../core/route.ts";
import type { RunManifest } from "../core/run-manifest.ts";

/** The prices of a registry as `run.json` keeps them, by route name in sorted order. */
export function pricesOf(registry: Registry): RunManifest["prices"] {
  const usd = (nano: number | undefined): number | null =>
    nano === undefined ? null : usdFromNanoUsd(nano);
  return Object.fromEntries(
    [...registry.routes.values()]
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name, price }) => [
        name,
        price === undefined
          ? null
          : {
              input_per_mtok_usd: usd(price.inputNanoUsdPerMtok),
              cached_input_per_mtok_usd: usd(price.cachedInputNanoUsdPerMtok),
              output_per_mtok_usd: usd(price.outputNanoUsdPerMtok),
              per_request_usd: usdFromNanoUsd(price.perRequestNanoUsd),
            },
      ]),
  );
}
