import type { Clustering } from "../clustering.ts";
import { clustersOf, type SampleClusters } from "../sample.ts";

/**
 * Which of some records of a log belong together. The log served each once, so repeats of a run
 * make no clusters of them.
 */
export function recordClusters(
  ordinals: Uint32Array,
  clustering: Clustering | undefined,
  repeats: number,
): SampleClusters {
  const units = repeats === 1 ? ordinals : ordinals.map((ordinal) => ordinal * repeats);
  const clusters = clustersOf(units, clustering);
  const isAlone = clusters.clusterCount === ordinals.length;
  return isAlone ? { ...clusters, clusterOf: undefined } : clusters;
}
