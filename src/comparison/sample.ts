import type { Clustering } from "./clustering.ts";

/** Cluster codes without gaps, as the statistics want them; undefined: each value stands alone. */
export interface SampleClusters {
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
}

/** Renumbers the clusters of some units from 0, in order of first sight. */
export function clustersOf(units: Uint32Array, clustering: Clustering | undefined): SampleClusters {
  if (clustering === undefined) return { clusterOf: undefined, clusterCount: units.length };
  const clusterOf = new Int32Array(units.length);
  const renumbered = new Map<number, number>();
  for (let index = 0; index < units.length; index += 1) {
    const code = clustering.codes[units[index] ?? 0] ?? 0;
    let fresh = renumbered.get(code);
    if (fresh === undefined) {
      fresh = renumbered.size;
      renumbered.set(code, fresh);
    }
    clusterOf[index] = fresh;
  }
  return { clusterOf, clusterCount: renumbered.size };
}

/** The units that are meant, in order; the very same array where all are, as is the rule. */
export function unitsWhere(units: Uint32Array, isMeant: (unit: number) => boolean): Uint32Array {
  let kept: Uint32Array | undefined;
  let count = 0;
  for (let index = 0; index < units.length; index += 1) {
    const unit = units[index] ?? 0;
    if (isMeant(unit)) {
      if (kept !== undefined) kept[count] = unit;
      count += 1;
    } else {
      kept ??= units.slice();
    }
  }
  return kept === undefined ? units : kept.slice(0, count);
}

/** One number for each unit. */
export function valuesOf(units: Uint32Array, read: (unit: number) => number): Float64Array {
  const values = new Float64Array(units.length);
  for (let index = 0; index < units.length; index += 1) values[index] = read(units[index] ?? 0);
  return values;
}

/** Sums by cluster; the values themselves where each stands alone. */
export function sumsBy(values: Float64Array, clusters: SampleClusters): Float64Array {
  if (clusters.clusterOf === undefined) return values;
  const sums = new Float64Array(clusters.clusterCount);
  for (let index = 0; index < values.length; index += 1) {
    const cluster = clusters.clusterOf[index] ?? 0;
    sums[cluster] = (sums[cluster] ?? 0) + (values[index] ?? 0);
  }
  return sums;
}
