import { explained, withoutBounds, type Interval } from "./interval.ts";
import { nearestRankIndex, quantileRanks } from "./quantile.ts";

/** A quantile of durations some of which were cut off. */
export interface CensoredQuantile extends Interval {
  /** From 1, among all: those that finished and those that were cut off; null of none. */
  readonly rank: number | null;
  /** The estimate is only what the quantile is at least. */
  readonly isCensored: boolean;
}

/**
 * The nearest-rank quantile where timeouts count as what they waited: dropping them would make the
 * slowest disappear. What lies at or below the smallest limit is known exactly; from there on a
 * value is only a lower bound, and there is no upper one.
 *
 * `finished` and `cutOffAt` hold durations in one unit, in any order.
 */
export function censoredQuantile(
  finished: Float64Array,
  cutOffAt: Float64Array,
  p: number,
  alpha: number,
): CensoredQuantile {
  const n = finished.length + cutOffAt.length;
  if (n === 0) return { ...withoutBounds(null, "no_data"), rank: null, isCensored: false };
  const all = new Float64Array(n);
  all.set(finished);
  all.set(cutOffAt, finished.length);
  all.sort();
  const limit = cutOffAt.reduce((least, value) => Math.min(least, value), Infinity);
  const known = finished.reduce((count, value) => count + (value <= limit ? 1 : 0), 0);
  const rank = nearestRankIndex(n, p) + 1;
  const ranks = quantileRanks(n, p, alpha);
  const interval = {
    estimate: all[rank - 1]!,
    lower: ranks.lower === null ? null : all[ranks.lower - 1]!,
    upper: ranks.upper === null || ranks.upper > known ? null : all[ranks.upper - 1]!,
  };
  const isAmongTimeouts = ranks.upper !== null && ranks.upper > known;
  const reason = isAmongTimeouts ? "bound_among_timeouts" : "too_few_values_for_bound";
  return { ...explained(interval, reason), rank, isCensored: rank > known };
}
