import type { Route } from "../core/route.ts";
import { blendedPriceNanoUsd } from "./blended-price.ts";

export type PriceTier = "low" | "middle" | "high";

/**
 * Tiers of routes among each other: the cheapest 33 % are low, the next 34 % middle, the dearest
 * 33 % high. A route stands at the middle of its share of the list, and routes of one price stand
 * together, so that three routes make one of each tier. Without a known price it is in no tier.
 */
export function priceTiers(routes: readonly Route[]): ReadonlyMap<string, PriceTier> {
  const priced = routes.flatMap(({ name, price }) => {
    const blended = blendedPriceNanoUsd(price);
    return blended === undefined ? [] : [{ name, blended }];
  });
  return new Map(
    priced.map(({ name, blended }) => {
      const cheaper = priced.filter((other) => other.blended < blended).length;
      const alike = priced.filter((other) => other.blended === blended).length;
      return [name, tierAt(2 * cheaper + alike, 2 * priced.length)];
    }),
  );
}

/** In whole numbers: 0.33 of a hundred routes is no matter of rounding. */
function tierAt(place: number, of: number): PriceTier {
  if (100 * place < 33 * of) return "low";
  return 100 * place < 67 * of ? "middle" : "high";
}
