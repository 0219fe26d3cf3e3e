import type { Price } from "../core/route.ts";

/**
 * One price for a route, to compare routes by: three tokens read for one written, in nano-dollars
 * per million tokens. Absent: one of the two prices is not known.
 */
export function blendedPriceNanoUsd(price: Price | undefined): number | undefined {
  const { inputNanoUsdPerMtok: input, outputNanoUsdPerMtok: output } = price ?? {};
  return input === undefined || output === undefined ? undefined : (3 * input + output) / 4;
}
