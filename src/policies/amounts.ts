import { nanoUsdFromUsd, usdFromNanoUsd } from "../core/money.ts";
import { z } from "../documents/shape.ts";

/** Above it, sums of whole nano-dollars would leave the exact integers. */
const MAX_USD = 1_000_000;

/** Dollars that are a whole number of nano-dollars: nothing is rounded behind the user's back. */
export const usdAmount: z.ZodNumber = z
  .number()
  .min(0)
  .max(MAX_USD)
  .refine((usd) => usdFromNanoUsd(nanoUsdFromUsd(usd)) === usd, {
    error: "has more than nine decimals: amounts are kept in whole nano-dollars",
  });

/** A share, 0 to 1. */
export const share: z.ZodNumber = z.number().min(0).max(1);

/** A duration of up to a day. */
export const milliseconds: z.ZodNumber = z.number().positive().max(86_400_000);

/** A whole number of 1 or more. */
export const count: z.ZodInt = z.int().min(1).max(1_000_000_000);

/** A name: any text that is not empty. */
export const name: z.ZodString = z.string().min(1);

/** The text of a CEL expression; whether it is one is looked at later. */
export const expression: z.ZodString = name.describe("A CEL expression.");

export const nameList: z.ZodArray<z.ZodString> = z.array(name);

/** A day of the calendar, such as 2027-01-31. */
export const day: z.ZodString = z
  .string()
  .refine(isDay, { error: "expected a day such as 2027-01-31" });

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
