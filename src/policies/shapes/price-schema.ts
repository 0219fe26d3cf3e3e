import { z } from "../../documents/shape.ts";
import { name, usdAmount } from "../amounts.ts";
import type { PriceShape } from "./price-shape.ts";

/** Keys of a price per million tokens; a tier has the same. */
const tokenPriceKeys = [
  "input_per_mtok_usd",
  "cached_input_per_mtok_usd",
  "cache_write_per_mtok_usd",
  "cache_write_long_per_mtok_usd",
  "output_per_mtok_usd",
] as const;

const tokenPrices = {
  input_per_mtok_usd: usdAmount.optional(),
  cached_input_per_mtok_usd: usdAmount.optional(),
  cache_write_per_mtok_usd: usdAmount.optional(),
  cache_write_long_per_mtok_usd: usdAmount
    .optional()
    .describe("For what is kept an hour or longer; default: as other writes."),
  output_per_mtok_usd: usdAmount.optional(),
};

const tier = z.strictObject({
  above_input_tokens: z.int().min(0).max(1_000_000_000),
  ...tokenPrices,
});

/** Nine decimals, like an amount: a multiplier is applied exactly. */
const multiplier = usdAmount.max(1000);

/** The tier that every provider starts from has the list price, whatever it is called. */
const listPriceTiers: readonly string[] = ["default", "standard", "auto"];

const tierName = name.refine((tierOf) => !listPriceTiers.includes(tierOf), {
  error: "is the list price itself, which nothing multiplies",
});

/** The keys of a price, wherever one is written. */
export const priceKeys: { readonly [Key in keyof PriceShape]-?: z.ZodType<PriceShape[Key]> } = {
  ...tokenPrices,
  per_request_usd: usdAmount.optional(),
  tiers: z
    .array(tier)
    .optional()
    .describe("Prices of the whole request from an input size on, ascending."),
  multipliers: z
    .record(tierName, multiplier)
    .optional()
    .describe("What a service tier such as batch or flex multiplies the price by."),
};

type Report = (message: string, path: readonly (string | number)[]) => void;

/**
 * Reports tiers that are not in order, or that price other kinds of tokens than the price itself:
 * whether the rest goes on as before or has no price would be a guess.
 */
export function reportTierProblems(price: PriceShape, report: Report): void {
  const isPriced = (prices: PriceShape, key: (typeof tokenPriceKeys)[number]): boolean =>
    prices[key] !== undefined;
  let above = -1;
  for (const [index, tierOf] of (price.tiers ?? []).entries()) {
    const path = ["tiers", index] as const;
    if (tierOf.above_input_tokens <= above) {
      report("does not begin above the tier before it", [...path, "above_input_tokens"]);
    }
    above = tierOf.above_input_tokens;
    const missing = tokenPriceKeys.filter((key) => isPriced(price, key) && !isPriced(tierOf, key));
    const extra = tokenPriceKeys.filter((key) => !isPriced(price, key) && isPriced(tierOf, key));
    if (missing.length > 0) {
      report(`says nothing of ${missing.join(", ")}, which the price below it has`, path);
    }
    for (const key of extra) report("has no counterpart below the tier", [...path, key]);
  }
}

/** A route's own price. */
export const priceSchema: z.ZodType<PriceShape> = z
  .strictObject(priceKeys)
  .superRefine((price, context) =>
    reportTierProblems(price, (message, path) =>
      context.addIssue({ code: "custom", message, path: [...path] }),
    ),
  );
