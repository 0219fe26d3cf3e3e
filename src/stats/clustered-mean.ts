import { clusterMoments, type ClusterTallies } from "./clusters.ts";
import { withoutBounds, type Interval } from "./interval.ts";
import { isNoise } from "./rounding.ts";
import { studentQuantile } from "./student.ts";

/** A mean with what its interval was made from. */
export interface ClusteredMean extends Interval {
  /** Null below two clusters. */
  readonly standardError: number | null;
  readonly clusters: number;
}

/**
 * The mean over all values with a cluster-robust (CR1) standard error and Student's t on one
 * degree of freedom less than there are clusters. Where nothing varies, or only by rounding at
 * the values' scale, the error is 0, the bounds lie on the mean, and `reason` says `no_variation`.
 */
export function clusteredMean(
  tallies: ClusterTallies,
  alpha: number,
  scale?: number,
): ClusteredMean {
  const { n, clusters, mean, variance } = clusterMoments(tallies);
  if (n === 0) return { ...withoutBounds(null, "no_data"), standardError: null, clusters };
  if (clusters < 2) {
    return { ...withoutBounds(mean, "fewer_than_two_clusters"), standardError: null, clusters };
  }
  const standardError = Math.sqrt(variance);
  if (isNoise(standardError, scale ?? mean)) {
    const certain = { estimate: mean, lower: mean, upper: mean, reason: "no_variation" };
    return { ...certain, standardError: 0, clusters };
  }
  const half = studentQuantile(1 - alpha, clusters - 1) * standardError;
  return { estimate: mean, lower: mean - half, upper: mean + half, standardError, clusters };
}
