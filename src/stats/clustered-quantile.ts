import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { tallyUpTo, type ClusterRoom } from "./clusters.ts";
import { explained, withoutBounds, type Interval } from "./interval.ts";
import { kornGraubardInterval } from "./korn-graubard.ts";
import type { Ascending } from "./order-statistics.ts";
import { nearestRank } from "./quantile.ts";

/**
 * Bounds of a quantile of clustered values, at any level: the exact bounds of a share p in as many
 * independent values as the clusters are worth, read back off the sample. The worth is that of
 * the share of values at or below the estimate. Source: Woodruff (1952).
 *
 * `sorted` holds the same values in ascending order. `room`: the bounds are asked for before it is
 * used again; absent: whenever.
 */
export function clusteredQuantileInterval(
  values: Float64Array,
  sorted: Ascending,
  clusterOf: Int32Array,
  clusterCount: number,
  p: number,
  room?: ClusterRoom,
): (alpha: number) => Interval {
  const estimate = nearestRank(sorted, p);
  if (estimate === null) return () => withoutBounds(null, "no_data");
  const tallies = tallyUpTo(estimate, values, clusterOf, clusterCount, room);
  return (alpha) => {
    const worth = kornGraubardInterval(tallies, alpha);
    if (worth.lower === null || worth.upper === null) {
      return withoutBounds(estimate, worth.reason ?? "no_data");
    }
    const { effectiveN } = worth;
    const share = clopperPearsonInterval(p * effectiveN, effectiveN, alpha);
    // One independent value further up than the share: it is to lie above the quantile.
    const above = share.upper! + 1 / effectiveN;
    const lower = valueAt(sorted, Math.floor(share.lower! * sorted.length));
    const upper = valueAt(sorted, Math.ceil(above * sorted.length));
    return explained({ estimate, lower, upper }, "too_few_values_for_bound");
  };
}

/** The value at a rank from 1; null beyond the sample. */
function valueAt(sorted: Ascending, rank: number): number | null {
  return rank < 1 || rank > sorted.length ? null : sorted.at(rank - 1)!;
}
