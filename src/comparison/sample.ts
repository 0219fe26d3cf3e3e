import type { Clustering } from "./clustering.ts";

/** Cluster codes without gaps, as the statistics want them; undefined: each value stands alone. */
export interface SampleClusters {
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
}

/** What the samples of one comparison share; it goes when its clustering does. */
interface Renumbering {
  /** By old code the new one, from 1: memory for one renumbering after another. */
  readonly newCodes: Int32Array;
  /** One list of units is asked for many rates in turn. */
  last?: { readonly units: Uint32Array; readonly clusters: SampleClusters };
}

const renumberings = new WeakMap<Clustering, Renumbering>();

/**
 * Renumbers the clusters of some units from 0, in order of first sight. A list of units must not
 * be written to once it was asked for: the next question may be answered from memory.
 */
export function clustersOf(units: Uint32Array, clustering: Clustering | undefined): SampleClusters {
  if (clustering === undefined) return { clusterOf: undefined, clusterCount: units.length };
  const known = renumberings.get(clustering);
  if (known?.last?.units === units) return known.last.clusters;
  const renumbering = known ?? { newCodes: new Int32Array(clustering.count) };
  if (known === undefined) renumberings.set(clustering, renumbering);
  const clusters = renumbered(units, clustering, renumbering.newCodes.fill(0));
  renumbering.last = { units, clusters };
  return clusters;
}

function renumbered(
  units: Uint32Array,
  { codes }: Clustering,
  newCodes: Int32Array,
): SampleClusters {
  const clusterOf = new Int32Array(units.length);
  let clusterCount = 0;
  for (let index = 0; index < units.length; index += 1) {
    const code = codes[units[index]!]!;
    if (newCodes[code] === 0) {
      clusterCount += 1;
      newCodes[code] = clusterCount;
    }
    clusterOf[index] = newCodes[code]! - 1;
  }
  return { clusterOf, clusterCount };
}

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
