import { describe, expect, test } from "vitest";
import type { Route } from "../../../src/core/route.ts";
import { blendedPriceNanoUsd } from "../../../src/routing/blended-price.ts";
import { priceTiers } from "../../../src/routing/price-tier.ts";
import { aRegistry, priced } from "./policy-builders.ts";

/** Routes at these prices of a million tokens in US dollars; absent: not known. */
function routesAt(...prices: readonly (number | undefined)[]): readonly Route[] {
  const parts = prices.map((usd, index) => [
    `r${String(index).padStart(3, "0")}`,
    usd === undefined ? {} : priced(usd, usd),
  ]);
  return [
    ...aRegistry(Object.fromEntries(parts) as Record<string, Partial<Route>>).routes.values(),
  ];
}

const tiersAt = (...prices: readonly (number | undefined)[]): readonly (string | undefined)[] => {
  const routes = routesAt(...prices);
  const tiers = priceTiers(routes);
  return routes.map(({ name }) => tiers.get(name));
};

test("a blended price is three tokens read for one written", () => {
  const { price } = priced(0.15, 0.6);
  // (3 × 0.15 + 0.60) / 4 = 0.2625 US dollars.
  expect(blendedPriceNanoUsd(price)).toBe(262_500_000);
  expect(blendedPriceNanoUsd({ ...price!, outputNanoUsdPerMtok: undefined })).toBeUndefined();
  expect(blendedPriceNanoUsd(undefined)).toBeUndefined();
});

describe("price tiers", () => {
  test("three routes make one of each", () => {
    expect(tiersAt(10, 0.1, 1)).toEqual(["high", "low", "middle"]);
  });

  test("a hundred make 33, 34 and 33", () => {
    const tiers = tiersAt(...Array.from({ length: 100 }, (_, index) => index + 1));
    const count = (tier: string): number => tiers.filter((found) => found === tier).length;
    expect([count("low"), count("middle"), count("high")]).toEqual([33, 34, 33]);
    expect([tiers[32], tiers[33], tiers[66], tiers[67]]).toEqual([
      "low",
      "middle",
      "middle",
      "high",
    ]);
  });

  test.each([
    [[5], ["middle"]],
    [
      [5, 6],
      ["low", "high"],
    ],
    [
      [1, 2, 3, 4],
      ["low", "middle", "middle", "high"],
    ],
    [
      [1, 2, 3, 4, 5, 6],
      ["low", "low", "middle", "middle", "high", "high"],
    ],
  ])("%j", (prices, tiers) => {
    expect(tiersAt(...prices)).toEqual(tiers);
  });

  test("routes of one price are in one tier", () => {
    expect(tiersAt(1, 1, 1, 1)).toEqual(["middle", "middle", "middle", "middle"]);
    expect(tiersAt(1, 1, 9)).toEqual(["middle", "middle", "high"]);
  });

  test("a route without a price is in none, and does not count", () => {
    expect(tiersAt(1, undefined, 9)).toEqual(["low", undefined, "high"]);
  });
});
