import { nearestRankIndex } from "./quantile.ts";
import { seededNumbers } from "./resamples.ts";

/** One arm's values in descending order, each with the unit that is drawn when it is drawn. */
interface RankedArm {
  readonly values: Float64Array;
  readonly unitOf: Int32Array;
}

/** Units to resample: single pairs, or whole clusters of them. */
interface Units {
  readonly count: number;
  readonly of: Int32Array;
  readonly sizes: Float64Array;
}

/** Numbers the clusters that occur from 0, so that none without a pair is ever drawn. */
function unitsOf(pairs: number, clusterOf: Int32Array | undefined, clusterCount: number): Units {
  const of = new Int32Array(pairs);
  if (clusterOf === undefined) {
    for (let index = 0; index < pairs; index += 1) of[index] = index;
    return { count: pairs, of, sizes: new Float64Array(pairs).fill(1) };
  }
  const numberOf = new Int32Array(clusterCount).fill(-1);
  const sizes = new Float64Array(clusterCount);
  let count = 0;
  for (let index = 0; index < pairs; index += 1) {
    const cluster = clusterOf[index]!;
    if (numberOf[cluster] === -1) {
      numberOf[cluster] = count;
      count += 1;
    }
    const unit = numberOf[cluster]!;
    of[index] = unit;
    sizes[unit]! += 1;
  }
  return { count, of, sizes: sizes.subarray(0, count) };
}

function rankArm(values: Float64Array, unitOf: Int32Array): RankedArm {
  const order = Int32Array.from(unitOf.keys());
  order.sort((a, b) => values[b]! - values[a]! || a - b);
  return {
    values: Float64Array.from(order, (index) => values[index]!),
    unitOf: Int32Array.from(order, (index) => unitOf[index]!),
  };
}

/** The nearest-rank quantile of a resample, walking down from the top only as far as needed. */
function resampledQuantile(arm: RankedArm, draws: Uint16Array, fromTop: number): number {
  let seen = 0;
  let index = -1;
  while (seen < fromTop) {
    index += 1;
    seen += draws[arm.unitOf[index]!]!;
  }
  return arm.values[index]!;
}

/** Pairs of values to resample, the same draw for both arms. */
export interface PairedSample {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
  readonly p: number;
}

/** How many units can be drawn: clusters that occur, or pairs. */
export function resampledUnits({ baseline, clusterOf, clusterCount }: PairedSample): number {
  if (clusterOf === undefined) return baseline.length;
  return unitsOf(baseline.length, clusterOf, clusterCount).count;
}

/**
 * Replicates of a combination of two marginal quantiles, sorted. Each replicate draws as many
 * units as there are, with replacement, and reads both arms off that one draw: arms that move
 * together stay together. `combineArms` must not give NaN.
 */
export function bootstrapPairedQuantiles(
  sample: PairedSample,
  combineArms: (candidate: number, baseline: number) => number,
  seed: number,
  replicates: number,
): Float64Array {
  const units = unitsOf(sample.baseline.length, sample.clusterOf, sample.clusterCount);
  const baseline = rankArm(sample.baseline, units.of);
  const candidate = rankArm(sample.candidate, units.of);
  const drawUnits = unitDrawer(units.count, seed);
  const results = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate += 1) {
    const draws = drawUnits();
    let size = 0;
    for (let unit = 0; unit < units.count; unit += 1) size += draws[unit]! * units.sizes[unit]!;
    const fromTop = size - nearestRankIndex(size, sample.p);
    results[replicate] = combineArms(
      resampledQuantile(candidate, draws, fromTop),
      resampledQuantile(baseline, draws, fromTop),
    );
  }
  return results.sort();
}

/** Draws with replacement: how often each unit came up. The array is the same every time. */
function unitDrawer(count: number, seed: number): () => Uint16Array {
  const next = seededNumbers(seed);
  const draws = new Uint16Array(count);
  const scale = count / 4294967296;
  return () => {
    draws.fill(0);
    for (let draw = 0; draw < count; draw += 1) {
      // Scaling favours no unit by more than count / 2^32, far below what replicates can show.
      draws[Math.floor(next() * scale)]! += 1;
    }
    return draws;
  };
}
