import { withoutBounds, type Interval } from "./interval.ts";
import { normalQuantile } from "./normal.ts";

/** Pairs by which of the two arms succeeds; those of which neither does say nothing of a ratio. */
export interface PairCounts {
  readonly both: number;
  readonly candidateOnly: number;
  readonly baselineOnly: number;
}

/**
 * Score statistic of a ratio of paired proportions, candidate's over baseline's, at a supposed
 * true ratio above 0. Falls as the supposed ratio grows. The variance is that of the likeliest
 * shares under the supposed ratio, so it is never 0 for pairs that merely happen to agree.
 * Source: Nam and Blackwelder (2002), Statistics in Medicine 21:689.
 */
export function rateRatioStatistic(counts: PairCounts, ratio: number): number {
  const { both, candidateOnly, baselineOnly } = counts;
  const candidate = both + candidateOnly;
  const baseline = both + baselineOnly;
  const pairs = candidate + baselineOnly;
  const square = ratio * ratio;
  const linear = square * (baseline + 2 * candidateOnly) - candidate;
  const root = Math.hypot(
    candidate - square * baseline,
    2 * ratio * Math.sqrt(candidateOnly * baselineOnly),
  );
  // The likeliest share of pairs of which only the candidate succeeds.
  const share = (linear + root) / (2 * pairs * ratio * (1 + ratio));
  const variance = pairs * ratio * ((1 + ratio) * share + 1 - ratio);
  const gap = candidate - ratio * baseline;
  if (variance > 0) return gap / Math.sqrt(variance);
  return gap === 0 ? 0 : Math.sign(gap) * Infinity;
}

/** Interval of the ratio of paired proportions, by inversion of the score statistic. */
export function rateRatioInterval(counts: PairCounts, alpha: number): Interval {
  const candidate = counts.both + counts.candidateOnly;
  const baseline = counts.both + counts.baselineOnly;
  if (baseline === 0) {
    return withoutBounds(null, candidate + baseline === 0 ? "no_data" : "zero_in_baseline");
  }
  const estimate = candidate / baseline;
  const z = normalQuantile(1 - alpha);
  const statistic = (ratio: number) => rateRatioStatistic(counts, ratio);
  const start = estimate === 0 ? 1 / baseline : estimate;
  return {
    estimate,
    lower: estimate === 0 ? 0 : whereFalls(statistic, z, beyond(statistic, z, start, 0.5)),
    upper: whereFalls(statistic, -z, beyond(statistic, -z, start, 2)),
  };
}

/** Two ratios, each a factor apart, between which a falling function meets the target. */
function beyond(
  f: (ratio: number) => number,
  target: number,
  start: number,
  factor: number,
): readonly [number, number] {
  let [near, far] = [start, start * factor];
  const isBeyond = (ratio: number) => (factor < 1 ? f(ratio) >= target : f(ratio) <= target);
  for (let step = 0; step < 1000 && !isBeyond(far); step += 1) [near, far] = [far, far * factor];
  return factor < 1 ? [far, near] : [near, far];
}

function whereFalls(
  f: (ratio: number) => number,
  target: number,
  [from, to]: readonly [number, number],
): number {
  let [low, high] = [from, to];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (f(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
