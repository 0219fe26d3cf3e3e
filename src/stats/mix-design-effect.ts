/** One sample of a mix in clusters: by record the number of its value, and that of its cluster. */
export interface ClusteredMix {
  readonly valueOf: ArrayLike<number>;
  readonly valueCount: number;
  readonly clusterOf: ArrayLike<number>;
  readonly clusterCount: number;
}

/**
 * The sum over values of (1 - share) times the factor by which clusters inflate the variance of
 * that share: the number of values less 1 where every record stands alone.
 */
function inflation({ valueOf, valueCount, clusterOf, clusterCount }: ClusteredMix): number {
  const n = valueOf.length;
  const shares = new Float64Array(valueCount);
  const sizes = new Float64Array(clusterCount);
  for (let record = 0; record < n; record += 1) {
    shares[valueOf[record]!]! += 1 / n;
    sizes[clusterOf[record]!]! += 1;
  }
  const clusters = sizes.reduce((sum, size) => sum + (size > 0 ? 1 : 0), 0);
  if (clusters < 2) return Number.NaN;
  // The residuals of all values of a cluster, squared over the share: multiplied out, of them only
  // the squared counts and the squared size of the cluster remain.
  let squares = 0;
  const counts = new Float64Array(valueCount);
  for (const [from, to, order] of runsOf(clusterOf, sizes)) {
    for (let at = from; at < to; at += 1) counts[valueOf[order[at]!]!]! += 1;
    for (let at = from; at < to; at += 1) {
      const value = valueOf[order[at]!]!;
      squares += counts[value]! ** 2 / shares[value]!;
      counts[value] = 0;
    }
    squares -= (to - from) ** 2;
  }
  return (squares * clusters) / (clusters - 1) / n;
}

/** The records of each cluster, one run behind the other. */
function* runsOf(
  clusterOf: ArrayLike<number>,
  sizes: Float64Array,
): Generator<readonly [from: number, to: number, order: Uint32Array]> {
  const next = new Uint32Array(sizes.length);
  for (let cluster = 1; cluster < sizes.length; cluster += 1) {
    next[cluster] = next[cluster - 1]! + sizes[cluster - 1]!;
  }
  const order = new Uint32Array(clusterOf.length);
  for (let record = 0; record < order.length; record += 1) {
    const cluster = clusterOf[record]!;
    order[next[cluster]!] = record;
    next[cluster]! += 1;
  }
  for (let cluster = 0; cluster < sizes.length; cluster += 1) {
    if (sizes[cluster]! > 0) yield [next[cluster]! - sizes[cluster]!, next[cluster]!, order];
  }
}

/**
 * By how much clusters inflate a test of whether two samples have one mix: the mean of the design
 * effects of all shares, 1 where every record stands alone. NaN with fewer than two clusters.
 * Source: Rao and Scott (1981), JASA 76:221, section 5.
 */
export function mixDesignEffect(before: ClusteredMix, after: ClusteredMix): number {
  const [ofBefore, ofAfter] = [before.valueOf.length, after.valueOf.length];
  const present = new Set<number>();
  for (const { valueOf } of [before, after]) {
    for (let record = 0; record < valueOf.length; record += 1) present.add(valueOf[record]!);
  }
  if (present.size < 2) return 1;
  const whole = ofBefore + ofAfter;
  const weighted =
    (1 - ofBefore / whole) * inflation(before) + (1 - ofAfter / whole) * inflation(after);
  return weighted / (present.size - 1);
}
