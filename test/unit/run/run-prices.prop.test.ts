import { array, assert, dictionary, integer, option, property, record } from "fast-check";
import { expect, test } from "vitest";
import type { Price } from "../../../src/core/route.ts";
import type { RunManifest } from "../../../src/core/run-manifest.ts";
import { priceFromRun, pricesOf } from "../../../src/run/pricing/run-prices.ts";
import { aRoute } from "../providers/provider-call-builders.ts";

const perMtok = option(integer({ min: 0, max: 1_000_000_000_000 }), { nil: undefined });
const tokenPrices = record({
  inputNanoUsdPerMtok: perMtok,
  cachedInputNanoUsdPerMtok: perMtok,
  cacheWriteNanoUsdPerMtok: perMtok,
  cacheWriteLongNanoUsdPerMtok: perMtok,
  outputNanoUsdPerMtok: perMtok,
});
const prices = record(
  {
    base: tokenPrices,
    perRequestNanoUsd: integer({ min: 0, max: 2_000_000_000 }),
    tiers: array(tokenPrices, { minLength: 1, maxLength: 3 }),
    multipliers: dictionary(
      integer({ min: 0, max: 9 }).map((digit) => `tier_${digit}`),
      integer({ min: 0, max: 4_000_000_000 }).map((nano) => nano / 1e9),
    ),
  },
  { requiredKeys: ["base", "perRequestNanoUsd"] },
).map(({ base, tiers, ...rest }): Price => ({
  ...base,
  ...rest,
  ...(tiers && {
    tiers: tiers.map((tier, index) => ({ ...tier, aboveInputTokens: 1000 * (index + 1) })),
  }),
}));

const registryOf = (price: Price) => ({
  file: "registry.yaml",
  budgetsNanoUsd: new Map<string, number>(),
  routes: new Map([["small", aRoute({ price, priceSource: "prices_file" })]]),
});

test("run.json keeps every part of a price, to the nano-dollar, and where it came from", () => {
  assert(
    property(prices, (price) => {
      const text = JSON.stringify(pricesOf(registryOf(price)));
      const kept = (JSON.parse(text) as RunManifest["prices"])["small"];
      expect(kept?.source).toBe("prices_file");
      expect(kept && priceFromRun(kept)).toEqual(price);
    }),
    { seed: 20265, numRuns: 1000 },
  );
});

test("a price of a run that named no source is read as it was", () => {
  const older = {
    input_per_mtok_usd: 2.5,
    cached_input_per_mtok_usd: null,
    output_per_mtok_usd: 10,
    per_request_usd: 0,
  };
  expect(priceFromRun(older)).toEqual({
    inputNanoUsdPerMtok: 2_500_000_000,
    cachedInputNanoUsdPerMtok: undefined,
    outputNanoUsdPerMtok: 10_000_000_000,
    perRequestNanoUsd: 0,
  });
});
