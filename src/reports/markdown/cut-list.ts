import { countText } from "../numbers.ts";

/** The first rows of a long list, and a sentence on the rest; empty where nothing was cut. */
export function cutList<Row>(
  rows: readonly Row[],
  limit: number,
  noun: string,
): { readonly shown: readonly Row[]; readonly note: string } {
  const rest = rows.length - limit;
  return {
    shown: rows.slice(0, limit),
    note: rest > 0 ? `\n\n${countText(rest)} more ${noun} in comparison.json.` : "",
  };
}
