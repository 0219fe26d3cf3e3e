import { shortNumber } from "../short-number.ts";

/** A p-value for a sentence: how small it is beyond some point says nothing more. */
export function chanceText(p: number): string {
  return p < 0.0001 ? "below 0.0001" : shortNumber(p);
}
