import { providerNames } from "../../core/route.ts";
import { z } from "../../documents/shape.ts";
import { day } from "../amounts.ts";
import { priceKeys, reportTierProblems } from "./price-schema.ts";
import type { PricesShape } from "./price-shape.ts";

const entry = z
  .strictObject({
    provider: z.enum(providerNames),
    model: z
      .string()
      .regex(/^(?:[^*]+\*?|\*)$/, {
        error: "expected a model, or how its name begins and a final *",
      })
      .describe("The model, or how models' names begin and a final *."),
    effective_from: day.optional().describe("First day of validity, UTC."),
    effective_to: day.optional().describe("Last day of validity, UTC."),
    ...priceKeys,
  })
  .superRefine((price, context) => {
    const report = (message: string, path: readonly (string | number)[]): void =>
      context.addIssue({ code: "custom", message, path: [...path] });
    const { effective_from: from, effective_to: to } = price;
    if (from !== undefined && to !== undefined && to < from) {
      report("is before effective_from", ["effective_to"]);
    }
    const names = Object.keys(price).filter((key) => /_per_mtok_usd$|^per_request_usd$/.test(key));
    if (names.length === 0) report("names no price", []);
    reportTierProblems(price, report);
  });

/** `prices.yaml` as a user writes it. */
export const pricesSchema: z.ZodType<PricesShape> = z.strictObject({
  $schema: z.string().optional(),
  prices: z.array(entry).min(1).describe("US dollars."),
});
