import { clopperPearsonInterval } from "./clopper-pearson.ts";
import { clusterMoments, type ClusterTallies } from "./clusters.ts";
import { effectiveRecordsOfProportion } from "./design-effect.ts";
import { withoutBounds, type Interval } from "./interval.ts";
import { studentQuantile } from "./student.ts";

/**
 * The exact interval of a clustered proportion: Clopper-Pearson with the number of independent
 * values that the clusters are worth. Source: Korn and Graubard (1998).
 *
 * Where every value is alike the clusters' variance says nothing, and each counts as one value.
 * Values that are all alone are taken as they are. The effective number never exceeds the real
 * one: clusters that happen to agree less than chance would have them are not worth more.
 */
export function kornGraubardInterval(
  tallies: ClusterTallies,
  alpha: number,
): Interval & { readonly effectiveN: number } {
  const { n, clusters, total, mean, variance } = clusterMoments(tallies);
  if (n === 0) return { ...withoutBounds(null, "no_data"), effectiveN: 0 };
  if (total <= 0 || total >= n) return exact(mean, clusters, alpha);
  if (clusters === n) return exact(mean, n, alpha);
  if (clusters < 2) return { ...withoutBounds(mean, "fewer_than_two_clusters"), effectiveN: 1 };
  const worth = effectiveRecordsOfProportion(mean, variance) * fewClusters(n, clusters, alpha) ** 2;
  return exact(mean, Math.min(n, worth), alpha);
}

/** How much wider Student's t makes an interval for knowing its variance from few clusters. */
function fewClusters(n: number, clusters: number, alpha: number): number {
  // At an error of one half both quantiles are 0, and no interval is left to widen.
  if (alpha >= 0.5) return 1;
  return studentQuantile(1 - alpha, n - 1) / studentQuantile(1 - alpha, clusters - 1);
}

function exact(
  rate: number,
  effectiveN: number,
  alpha: number,
): Interval & { readonly effectiveN: number } {
  const interval = clopperPearsonInterval(rate * effectiveN, effectiveN, alpha);
  return { ...interval, estimate: rate, effectiveN };
}
