import type { Clustering } from "./clustering.ts";

/** Cluster codes without gaps, as the statistics want them; undefined: each value stands alone. */
export interface SampleClusters {
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
}

/** Renumbers the clusters of some units from 0, in order of first sight. */
export function clustersOf(units: Uint32Array, clustering: Clustering | undefined): SampleClusters {
  if (clustering === undefined) return { clusterOf: undefined, clusterCount: units.length };
  if (units === last?.units && clustering === last.clustering) return last.clusters;
  const { codes } = clustering;
  const clusterOf = new Int32Array(units.length);
  if (newCodes.length < clustering.count) newCodes = new Int32Array(clustering.count);
  const renumbered = newCodes.subarray(0, clustering.count).fill(0);
  let clusterCount = 0;
  for (let index = 0; index < units.length; index += 1) {
    const code = codes[units[index]!]!;
    if (renumbered[code] === 0) {
      clusterCount += 1;
      renumbered[code] = clusterCount;
    }
    clusterOf[index] = renumbered[code]! - 1;
  }
  const clusters = { clusterOf, clusterCount };
  last = { units, clustering, clusters };
  return clusters;
}

/** By old code the new one, from 1: memory for one renumbering after another. */
let newCodes = new Int32Array(0);

/** One list of units is asked for many rates in turn. */
let last:
  | {
      readonly units: Uint32Array;
      readonly clustering: Clustering;
      readonly clusters: SampleClusters;
    }
  | undefined;

/**
 * Sums by cluster; the values themselves where each stands alone. `roomFor` gives zeros for so many
 * clusters.
 */
export function sumsBy(
  values: Float64Array,
  clusters: SampleClusters,
  roomFor: (length: number) => Float64Array = (length) => new Float64Array(length),
): Float64Array {
  if (clusters.clusterOf === undefined) return values;
  const sums = roomFor(clusters.clusterCount);
  for (let index = 0; index < values.length; index += 1) {
    sums[clusters.clusterOf[index]!]! += values[index]!;
  }
  return sums;
}

/** The most values that one cluster holds; 1 of none. */
export function largestCluster({ clusterOf, clusterCount }: SampleClusters): number {
  let largest = 1;
  if (clusterOf === undefined) return largest;
  const sizes = new Uint32Array(clusterCount);
  for (let index = 0; index < clusterOf.length; index += 1) {
    const cluster = clusterOf[index]!;
    sizes[cluster]! += 1;
    largest = Math.max(largest, sizes[cluster]!);
  }
  return largest;
}

/** Sum in the order of the values. */
export function sumOf(values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index]!;
  return sum;
}
