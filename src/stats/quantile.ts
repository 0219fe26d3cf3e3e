import { binomialCdf } from "./binomial.ts";
import { proportionAboveP } from "./clopper-pearson.ts";
import { explained, withoutBounds, type Interval } from "./interval.ts";
import type { Ascending } from "./order-statistics.ts";

/**
 * Place of the nearest-rank quantile among n sorted values, from 0. The small subtraction undoes
 * the rounding of p * n: in doubles 0.55 * 100 is a little more than 55.
 */
export function nearestRankIndex(n: number, p: number): number {
  return Math.min(n - 1, Math.max(0, Math.ceil(p * n - 1e-9) - 1));
}

/** The smallest value that at least a share p of the values do not exceed; null of none. */
export function nearestRank(sorted: Ascending, p: number): number | null {
  return sorted.length === 0 ? null : sorted.at(nearestRankIndex(sorted.length, p))!;
}

/** Ranks from 1 of the order statistics that bound a quantile; null where none is far enough out. */
export interface QuantileRanks {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A rank whose probability only rounding puts on the near side of alpha is not taken. */
const ROUNDING = 1e-12;

/**
 * Distribution-free bounds of a quantile by the exact binomial distribution of the number of
 * values below it; valid with ties.
 */
export function quantileRanks(n: number, p: number, alpha: number): QuantileRanks {
  const level = alpha * (1 - ROUNDING);
  const below = firstWhere(n, (m) => binomialCdf(m, n, p) > level);
  // The upper tail itself: 1 minus the rest has no digits left where alpha is small.
  const above = firstWhere(n, (m) => proportionAboveP(m + 1, n, p) <= level);
  return { lower: below === 0 ? null : below, upper: above === n ? null : above + 1 };
}

/** The smallest whole number below n for which a claim holds that stays true once it is; else n. */
function firstWhere(n: number, holds: (value: number) => boolean): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Nearest-rank quantile between order statistics; a bound that no value can give is null. */
export function quantileInterval(sorted: Ascending, p: number, alpha: number): Interval {
  const estimate = nearestRank(sorted, p);
  if (estimate === null) return withoutBounds(null, "no_data");
  const ranks = quantileRanks(sorted.length, p, alpha);
  const lower = ranks.lower === null ? null : sorted.at(ranks.lower - 1)!;
  const upper = ranks.upper === null ? null : sorted.at(ranks.upper - 1)!;
  return explained({ estimate, lower, upper }, "too_few_values_for_bound");
}
