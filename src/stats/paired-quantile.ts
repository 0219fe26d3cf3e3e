import { clusteredQuantileInterval } from "./clustered-quantile.ts";
import { explained, finiteOrNull, withoutBounds, type Interval } from "./interval.ts";
import { orderStatistics, type Ascending } from "./order-statistics.ts";
import { bootstrapPairedQuantiles, resampledUnits } from "./paired-bootstrap.ts";
import { nearestRank, nearestRankIndex, quantileInterval } from "./quantile.ts";

/** Values of both arms, pair by pair; `clusterOf` as in `tallyClusters`. */
export interface PairedQuantileInput {
  readonly baseline: Float64Array;
  readonly candidate: Float64Array;
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
  readonly p: number;
  /** Candidate over baseline, or candidate minus baseline. */
  readonly combine: "ratio" | "difference";
  readonly seed: number;
  readonly replicates: number;
  /** The caller does not need the values in their order, so they need not be copied. */
  readonly mayReorder?: boolean;
}

/** A comparison of the two arms' marginal quantiles. */
export interface PairedQuantile extends Interval {
  readonly method: "paired_bootstrap" | "order_statistics_split";
  /** p-value of "the ratio (difference) is at most the threshold". */
  readonly pAtMost: (threshold: number) => number;
  /** p-value of "the ratio (difference) is at least the threshold". */
  readonly pAtLeast: (threshold: number) => number;
}

/** Up to so many pairs are resampled; above, each arm has its own exact interval. */
const MOST_RESAMPLED = 20_000;

/** Fewer pairs, or clusters of them, or fewer expected beyond the quantile, leave no coverage. */
const FEWEST_PAIRS = 100;
const FEWEST_BEYOND = 5;

/**
 * The candidate's quantile against the baseline's on the same pairs: a quantile of each arm, not
 * of the pairwise differences. Nearest rank throughout.
 */
export function pairedQuantile(input: PairedQuantileInput, alpha: number): PairedQuantile {
  const { baseline, candidate, p } = input;
  const combine = combiner(input.combine);
  const isLarge = baseline.length > MOST_RESAMPLED;
  const method = isLarge ? "order_statistics_split" : "paired_bootstrap";
  const unknown = {
    method,
    pAtMost: () => 1,
    pAtLeast: () => 1,
  } as const;
  const isOrderNeeded = !isLarge || input.clusterOf !== undefined || input.mayReorder !== true;
  const ordered = (values: Float64Array) =>
    orderStatistics(isOrderNeeded ? values.slice() : values);
  const sorted = { baseline: ordered(baseline), candidate: ordered(candidate) };
  const before = nearestRank(sorted.baseline, p);
  const after = nearestRank(sorted.candidate, p);
  if (before === null || after === null) return { ...withoutBounds(null, "no_data"), ...unknown };
  if (input.combine === "ratio" && before === 0) {
    return { ...withoutBounds(null, "zero_baseline"), ...unknown };
  }
  const estimate = combine(after, before);
  const because = tooFewBecause(input);
  if (because !== undefined) return { ...withoutBounds(estimate, because), ...unknown };
  return isLarge ? splitByArm(input, sorted, estimate, alpha) : resample(input, estimate, alpha);
}

/** How two quantiles are combined. Equal ones are the same, whatever they are: 0 over 0 is no change, and never NaN. */
export function combiner(
  combine: "ratio" | "difference",
): (after: number, before: number) => number {
  if (combine === "ratio") return (after, before) => (after === before ? 1 : after / before);
  return (after, before) => (after === before ? 0 : after - before);
}

function tooFewBecause(input: PairedQuantileInput): string | undefined {
  const units = resampledUnits(input);
  if (input.clusterOf !== undefined && units < 2) return "fewer_than_two_clusters";
  const beyond = units * Math.min(input.p, 1 - input.p);
  return units < FEWEST_PAIRS || beyond < FEWEST_BEYOND - 1e-9 ? "too_few_pairs" : undefined;
}

/** Percentile interval: as many replicates lie outside the one bound as outside the other. */
function resample(input: PairedQuantileInput, estimate: number, alpha: number): PairedQuantile {
  const { seed, replicates } = input;
  const sorted = bootstrapPairedQuantiles(input, combiner(input.combine), seed, replicates);
  const outside = nearestRankIndex(replicates, alpha);
  const share = (count: number) => (1 + count) / (replicates + 1);
  const interval = {
    estimate,
    lower: finiteOrNull(sorted[outside] ?? null),
    upper: finiteOrNull(sorted[replicates - 1 - outside] ?? null),
  };
  return {
    ...explained(interval, "unbounded_replicates"),
    method: "paired_bootstrap",
    pAtMost: (threshold) => share(sorted.filter((value) => value <= threshold).length),
    pAtLeast: (threshold) => share(sorted.filter((value) => value >= threshold).length),
  };
}

/** Exact interval of one arm's quantile, at any level. */
function armInterval(
  input: PairedQuantileInput,
  values: Float64Array,
  sorted: Ascending,
): (level: number) => Interval {
  const { clusterOf, clusterCount, p } = input;
  if (clusterOf === undefined) return (level) => quantileInterval(sorted, p, level);
  return clusteredQuantileInterval(values, sorted, clusterOf, clusterCount, p);
}

/**
 * Each arm's bounds at half the error. Their combination is wrong only where one of them is, so
 * the halves add up: valid whatever the arms have in common, and wider for it.
 */
function splitByArm(
  input: PairedQuantileInput,
  sorted: { readonly baseline: Ascending; readonly candidate: Ascending },
  estimate: number,
  alpha: number,
): PairedQuantile {
  const combine = combiner(input.combine);
  const baseline = armInterval(input, input.baseline, sorted.baseline);
  const candidate = armInterval(input, input.candidate, sorted.candidate);
  const lowerAt = (level: number) => {
    const after = candidate(level / 2).lower;
    const before = baseline(level / 2).upper;
    return after === null || before === null ? null : finiteOrNull(combine(after, before));
  };
  const upperAt = (level: number) => {
    const after = candidate(level / 2).upper;
    const before = baseline(level / 2).lower;
    return after === null || before === null ? null : finiteOrNull(combine(after, before));
  };
  const interval = { estimate, lower: lowerAt(alpha), upper: upperAt(alpha) };
  return {
    ...explained(interval, "too_few_values_for_bound"),
    method: "order_statistics_split",
    pAtMost: (threshold) =>
      smallestLevel((level) => {
        const lower = lowerAt(level);
        return lower !== null && lower > threshold;
      }),
    pAtLeast: (threshold) =>
      smallestLevel((level) => {
        const upper = upperAt(level);
        return upper !== null && upper < threshold;
      }),
  };
}

/** The smallest error at which a bound excludes what is claimed, found by halving; 1 if none. */
function smallestLevel(excludes: (level: number) => boolean): number {
  let low = 1e-12;
  let high = 1;
  if (!excludes(high)) return 1;
  if (excludes(low)) return low;
  for (let step = 0; step < 60 && high - low > 1e-6 * low; step += 1) {
    const middle = Math.sqrt(low * high);
    if (excludes(middle)) high = middle;
    else low = middle;
  }
  return high;
}
