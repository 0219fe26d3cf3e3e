import { clusterMoments, type ClusterTallies } from "./clusters.ts";
import { withoutBounds, type Interval } from "./interval.ts";
import { studentQuantile } from "./student.ts";

/** A mean with what its interval was made from. */
export interface ClusteredMean extends Interval {
  /** Null below two clusters. */
  readonly standardError: number | null;
  readonly clusters: number;
}

/**
 * The mean over all values with a cluster-robust (CR1) standard error and Student's t on one
 * degree of freedom less than there are clusters. Where nothing varies the bounds lie on the
 * mean, and `reason` says `no_variation`.
 */
export function clusteredMean(tallies: ClusterTallies, alpha: number): ClusteredMean {
  const { n, clusters, mean, variance } = clusterMoments(tallies);
  if (n === 0) return { ...withoutBounds(null, "no_data"), standardError: null, clusters };
  if (clusters < 2) {
    return { ...withoutBounds(mean, "fewer_than_two_clusters"), standardError: null, clusters };
  }
  const standardError = Math.sqrt(variance);
  if (standardError === 0) {
    return {
      estimate: mean,
      lower: mean,
      upper: mean,
      reason: "no_variation",
      standardError,
      clusters,
    };
  }
  const half = studentQuantile(1 - alpha, clusters - 1) * standardError;
  return { estimate: mean, lower: mean - half, upper: mean + half, standardError, clusters };
}
