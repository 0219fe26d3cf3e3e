import { explained, finiteOrNull, withoutBounds, type Interval } from "./interval.ts";
import { interpolatedQuantile } from "./interpolated-quantile.ts";
import { meanOf, squaresAbout } from "./moments.ts";
import { nearestRankIndex } from "./quantile.ts";

/**
 * Standard error as the replicates show it. They are a draw of all that there are, or they are
 * `all` of them, and then their spread is known and not estimated.
 */
export function bootstrapError(replicates: Float64Array, are: "drawn" | "all" = "drawn"): number {
  const n = replicates.length;
  const squares = squaresAbout(replicates, meanOf(replicates));
  return Math.sqrt(squares / (are === "all" ? n : n - 1));
}

/**
 * Bounds that leave out a share alpha of the replicates on each side. Where some are infinite a
 * bound is a replicate itself, as interpolating would give NaN, and null if that one is infinite.
 */
export function percentileInterval(
  estimate: number,
  replicates: Float64Array,
  alpha: number,
): Interval {
  if (replicates.length === 0) return withoutBounds(estimate, "no_replicates");
  return intervalAt(estimate, replicates.toSorted(), alpha, alpha);
}

/** Bounds that leave out a share of the sorted replicates below, and another above. */
export function intervalAt(
  estimate: number,
  sorted: Float64Array,
  below: number,
  above: number,
): Interval {
  const n = sorted.length;
  const isFinite = Number.isFinite(sorted[0]!) && Number.isFinite(sorted[n - 1]!);
  const lower = isFinite
    ? interpolatedQuantile(sorted, below, 7)
    : finiteOrNull(sorted[nearestRankIndex(n, below)]!);
  const upper = isFinite
    ? interpolatedQuantile(sorted, 1 - above, 7)
    : finiteOrNull(sorted[n - 1 - nearestRankIndex(n, above)]!);
  return explained({ estimate, lower, upper }, "unbounded_replicates");
}
