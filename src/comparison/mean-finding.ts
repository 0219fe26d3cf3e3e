import { clopperPearsonInterval } from "../stats/clopper-pearson.ts";
import { clusteredMean, type ClusteredMean } from "../stats/clustered-mean.ts";
import { tallyClusters, type ClusterTallies } from "../stats/clusters.ts";
import { recordsNeededForMean } from "../stats/records-needed.ts";
import { studentP } from "../stats/student-p.ts";
import { cautiousBounds } from "./cautious-bounds.ts";
import { POWER, type Finding } from "./finding.ts";
import { exactTests, proportionFinding } from "./proportion-finding.ts";
import type { SampleClusters } from "./sample.ts";

/** A mean of scores, each 0..1; of scores that are all 0 or 1 it is a proportion. */
export function meanFinding(
  values: Float64Array,
  clusters: SampleClusters,
  alpha: number,
): Finding {
  if (values.every((value) => value === 0 || value === 1)) {
    return proportionFinding(values, clusters, alpha);
  }
  const tallies = tallyClusters(values, clusters.clusterOf, clusters.clusterCount);
  const mean = clusteredMean(tallies, alpha, 1);
  if (mean.standardError !== 0) {
    return studentFinding(mean, values.length, clusters, alpha, tallies);
  }
  // Scores that do not vary have an error of 0, which is no proof. A mean within 0..1 varies at
  // most as much as a proportion, so the exact interval of one is safe.
  const worth = clusters.clusterCount;
  const rate = mean.estimate ?? 0;
  return {
    interval: clopperPearsonInterval(rate * worth, worth, alpha),
    from: { n: values.length, method: "clopper_pearson" },
    ...exactTests(rate, values.length, worth, alpha),
  };
}

/** What a mean with Student's t says of a threshold. */
export function studentFinding(
  mean: ClusteredMean,
  n: number,
  { clusterOf, clusterCount }: SampleClusters,
  alpha: number,
  tallies: ClusterTallies,
): Finding {
  const { estimate, standardError } = mean;
  const p = (threshold: number) => studentP(estimate, standardError, mean.clusters - 1, threshold);
  const isClustered = clusterOf !== undefined;
  return {
    interval: mean,
    from: isClustered
      ? { n, method: "cluster_robust_t", clusters: clusterCount }
      : { n, method: "mean_t" },
    pAtMost: (threshold) => p(threshold).atMost,
    pAtLeast: (threshold) => p(threshold).atLeast,
    ...(estimate !== null &&
      standardError !== null && {
        cautious: () =>
          cautiousBounds(estimate, standardError, residualsOf(tallies, estimate), alpha),
      }),
    recordsNeeded: (direction, threshold) => {
      if (estimate === null || standardError === null) return null;
      if (!isGood(direction, estimate, threshold)) return null;
      const deviation = standardError * Math.sqrt(n);
      return recordsNeededForMean(estimate, threshold, deviation, alpha, POWER);
    },
  };
}

/** What each cluster has more, or less, than so many values of the mean. */
function residualsOf({ sums, sizes }: ClusterTallies, mean: number): Float64Array {
  return sums.map((sum, cluster) => sum - mean * (sizes?.[cluster] ?? 1));
}

/** Whether an estimate lies on the good side: only then can more records make it pass. */
export function isGood(direction: "min" | "max", estimate: number, threshold: number): boolean {
  return direction === "min" ? estimate > threshold : estimate < threshold;
}
