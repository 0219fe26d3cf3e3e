import type { Ascending } from "./order-statistics.ts";

/**
 * Definitions of a sample quantile that interpolate, by their number in Hyndman and Fan (1996).
 * Dashboards and spreadsheets mostly take 7; our reports take the nearest rank, which is type 1.
 */
export type InterpolatedType = 6 | 7 | 8;

/** A quantile between two values, which need not occur; null of none. */
export function interpolatedQuantile(
  sorted: Ascending,
  p: number,
  type: InterpolatedType,
): number | null {
  const n = sorted.length;
  if (n === 0) return null;
  const rank = Math.min(n, Math.max(1, rankOf(n, p, type)));
  const below = Math.floor(rank);
  const low = sorted.at(below - 1)!;
  const share = rank - below;
  return share === 0 ? low : low + share * (sorted.at(below)! - low);
}

/** Rank from 1, not whole. */
function rankOf(n: number, p: number, type: InterpolatedType): number {
  switch (type) {
    case 6:
      return (n + 1) * p;
    case 7:
      return (n - 1) * p + 1;
    case 8:
      return (n + 1 / 3) * p + 1 / 3;
  }
}
