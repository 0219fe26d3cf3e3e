/** What a clustered estimate needs of its data: of each cluster the sum and number of values. */
export interface ClusterTallies {
  readonly sums: Float64Array;
  /** Undefined: each holds one value. */
  readonly sizes: Float64Array | undefined;
}

/**
 * Memory for the tallies of one estimate after another: a million clusters are 16 MB, and a
 * comparison makes hundreds of estimates. What was tallied in it lasts until it is used again.
 */
export class TallyRoom {
  #sums = new Float64Array(0);
  #sizes = new Float64Array(0);

  /** Zeros for so many clusters. */
  take(clusters: number): { readonly sums: Float64Array; readonly sizes: Float64Array } {
    if (this.#sums.length < clusters) {
      this.#sums = new Float64Array(clusters);
      this.#sizes = new Float64Array(clusters);
    }
    return {
      sums: this.#sums.subarray(0, clusters).fill(0),
      sizes: this.#sizes.subarray(0, clusters).fill(0),
    };
  }
}

/**
 * Sums and counts values by cluster. `clusterOf` holds a number from 0 to `clusterCount` - 1 for
 * each value; undefined: each value stands alone, and `clusterCount` is not read. `room`: where the
 * tallies are made; absent: in memory of their own.
 */
export function tallyClusters(
  values: Float64Array,
  clusterOf: Int32Array | undefined,
  clusterCount: number,
  room?: TallyRoom,
): ClusterTallies {
  if (clusterOf === undefined) return { sums: values, sizes: undefined };
  const { sums, sizes } = room?.take(clusterCount) ?? {
    sums: new Float64Array(clusterCount),
    sizes: new Float64Array(clusterCount),
  };
  for (let index = 0; index < values.length; index += 1) {
    const cluster = clusterOf[index]!;
    sums[cluster]! += values[index]!;
    sizes[cluster]! += 1;
  }
  return { sums, sizes };
}

/** A mean over all values with its variance as the clusters show it. */
export interface ClusterMoments {
  readonly n: number;
  /** Clusters that hold at least one value. */
  readonly clusters: number;
  readonly total: number;
  /** NaN without values. */
  readonly mean: number;
  /** CR1 variance of the mean: residuals summed by cluster, times G/(G-1). NaN below 2 clusters. */
  readonly variance: number;
}

/** Mean and cluster-robust variance; clusters without values do not count. */
export function clusterMoments({ sums, sizes }: ClusterTallies): ClusterMoments {
  if (sizes === undefined) return loneMoments(sums);
  let n = 0;
  let clusters = 0;
  let total = 0;
  for (let index = 0; index < sums.length; index += 1) {
    if (sizes[index] === 0) continue;
    n += sizes[index]!;
    clusters += 1;
    total += sums[index]!;
  }
  const mean = total / n;
  let squares = 0;
  for (let index = 0; index < sums.length; index += 1) {
    const residual = sizes[index] === 0 ? 0 : sums[index]! - mean * sizes[index]!;
    squares += residual * residual;
  }
  const variance = clusters < 2 ? NaN : (clusters / (clusters - 1)) * (squares / n / n);
  return { n, clusters, total, mean, variance };
}

/** The variance without the factor G/(G-1) for few clusters (CR0): to compare with other tools. */
export function uncorrectedVariance({ variance, clusters }: ClusterMoments): number {
  return (variance * (clusters - 1)) / clusters;
}

/** The same of values that all stand alone, without looking at the size of each. */
function loneMoments(values: Float64Array): ClusterMoments {
  const n = values.length;
  let total = 0;
  for (let index = 0; index < n; index += 1) total += values[index]!;
  const mean = total / n;
  let squares = 0;
  for (let index = 0; index < n; index += 1) {
    const residual = values[index]! - mean;
    squares += residual * residual;
  }
  const variance = n < 2 ? NaN : (n / (n - 1)) * (squares / n / n);
  return { n, clusters: n, total, mean, variance };
}
