/** What a clustered estimate needs of its data: of each cluster the sum and number of values. */
export interface ClusterTallies {
  readonly sums: Float64Array;
  /** Undefined: each holds one value. */
  readonly sizes: Float64Array | undefined;
}

/**
 * Memory for the sums by cluster of one estimate after another: a million clusters are 8 MB, and a
 * comparison makes hundreds of estimates. What was summed in it lasts until it is taken again.
 */
export class ClusterRoom {
  readonly #sums: Float64Array[] = [];

  /** Zeros for so many clusters; of several places each has its own. */
  take(place: number, clusters: number): Float64Array {
    let sums = this.#sums[place];
    if (sums === undefined || sums.length < clusters) {
      sums = new Float64Array(clusters);
      this.#sums[place] = sums;
    }
    return sums.subarray(0, clusters).fill(0);
  }

  /** Lets its memory go until it is asked for again. */
  free(): void {
    this.#sums.length = 0;
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
  room: ClusterRoom = new ClusterRoom(),
): ClusterTallies {
  if (clusterOf === undefined) return { sums: values, sizes: undefined };
  const sums = room.take(0, clusterCount);
  const sizes = room.take(1, clusterCount);
  for (let index = 0; index < values.length; index += 1) {
    const cluster = clusterOf[index]!;
    sums[cluster]! += values[index]!;
    sizes[cluster]! += 1;
  }
  return { sums, sizes };
}

/** The same of a 1 for each value up to a bound, and a 0 for each above it. */
export function tallyUpTo(
  bound: number,
  values: Float64Array,
  clusterOf: Int32Array,
  clusterCount: number,
  room: ClusterRoom = new ClusterRoom(),
): ClusterTallies {
  const sums = room.take(0, clusterCount);
  const sizes = room.take(1, clusterCount);
  for (let index = 0; index < values.length; index += 1) {
    const cluster = clusterOf[index]!;
    if (values[index]! <= bound) sums[cluster]! += 1;
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
