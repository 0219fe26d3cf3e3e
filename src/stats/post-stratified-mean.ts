import { withoutBounds } from "./interval.ts";
import type { StratifiedMean } from "./stratified-mean.ts";
import { studentInterval } from "./symmetric-interval.ts";

/** Values with their strata, and with their clusters where they do not stand alone. */
export interface StratifiedValues {
  readonly values: Float64Array;
  /** By value a number from 0 on. */
  readonly stratumOf: ArrayLike<number>;
  /** By stratum its share of the population; those of 0 are left out, the others add up to 1. */
  readonly weights: ArrayLike<number>;
  /** By value a number from 0 to `clusterCount` - 1; undefined: each stands alone. */
  readonly clusterOf: ArrayLike<number> | undefined;
  readonly clusterCount: number;
}

/**
 * A mean over strata in the mix of a population. Values that stand alone have the error of
 * `stratifiedMean`; of clusters the weighted residuals are summed (CR1), so that a cluster may
 * reach over several strata. Source: Cochran (1977), Sampling Techniques, chapters 5 and 9.
 */
export function postStratifiedMean(data: StratifiedValues, alpha: number): StratifiedMean {
  const { values, stratumOf, weights, clusterOf, clusterCount } = data;
  const strata = tally(data);
  const whole = strata.counts.reduce(
    (sum, _count, stratum) => sum + Math.max(0, weights[stratum]!),
    0,
  );
  const isUsed = (stratum: number): boolean => weights[stratum]! > 0;
  const used = [...strata.counts.keys()].filter(isUsed);
  const records = used.reduce((sum, stratum) => sum + strata.counts[stratum]!, 0);
  if (records === 0) return unknown("no_data");
  if (used.some((stratum) => strata.counts[stratum] === 0)) return unknown("empty_stratum");
  const estimate = used.reduce(
    (sum, stratum) => sum + (weights[stratum]! / whole) * strata.means[stratum]!,
    0,
  );
  if (used.some((stratum) => strata.counts[stratum] === 1)) {
    return unknown("fewer_than_two_in_stratum", estimate);
  }
  const residualOf = (index: number): number => {
    const stratum = stratumOf[index]!;
    if (!isUsed(stratum)) return 0;
    const share = weights[stratum]! / whole / strata.counts[stratum]!;
    return share * (values[index]! - strata.means[stratum]!);
  };
  if (clusterOf === undefined) {
    let variance = 0;
    for (let index = 0; index < values.length; index += 1) {
      const count = strata.counts[stratumOf[index]!]!;
      if (count > 1) variance += (residualOf(index) ** 2 * count) / (count - 1);
    }
    return bounded(estimate, Math.sqrt(variance), records - used.length, alpha);
  }
  const sums = new Float64Array(clusterCount);
  const isPresent = new Uint8Array(clusterCount);
  for (let index = 0; index < values.length; index += 1) {
    if (!isUsed(stratumOf[index]!)) continue;
    sums[clusterOf[index]!]! += residualOf(index);
    isPresent[clusterOf[index]!] = 1;
  }
  const clusters = isPresent.reduce((sum, one) => sum + one, 0);
  if (clusters < 2) return unknown("fewer_than_two_clusters", estimate);
  const squares = sums.reduce((sum, value) => sum + value * value, 0);
  return bounded(estimate, Math.sqrt((clusters / (clusters - 1)) * squares), clusters - 1, alpha);
}

function tally({ values, stratumOf, weights }: StratifiedValues): {
  readonly counts: Float64Array;
  readonly means: Float64Array;
} {
  const counts = new Float64Array(weights.length);
  const means = new Float64Array(weights.length);
  for (let index = 0; index < values.length; index += 1) {
    counts[stratumOf[index]!]! += 1;
    means[stratumOf[index]!]! += values[index]!;
  }
  for (let stratum = 0; stratum < counts.length; stratum += 1) means[stratum]! /= counts[stratum]!;
  return { counts, means };
}

function bounded(estimate: number, standardError: number, df: number, alpha: number) {
  const interval = studentInterval(estimate, standardError, df, alpha);
  return { ...interval, standardError, degreesOfFreedom: df };
}

function unknown(reason: string, estimate: number | null = null): StratifiedMean {
  return { ...withoutBounds(estimate, reason), standardError: null, degreesOfFreedom: 0 };
}
