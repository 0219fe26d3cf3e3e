import { withoutBounds, type Interval } from "./interval.ts";

/**
 * The mixture's width that makes its boundary tightest at a variance chosen before the start.
 * `bestAtVariance` is a sum of squares: the outcomes planned times their variance.
 * Source: Howard, Ramdas, McAuliffe and Sekhon (2021), proposition 3.
 */
export function normalMixtureWidth(bestAtVariance: number, alpha: number): number {
  const twice = -2 * Math.log(alpha);
  return bestAtVariance / (twice + Math.log1p(twice));
}

/**
 * How far a sum with true mean 0 strays, in either direction, at this accumulated variance: with
 * probability 1 - alpha it never strays farther, at any time. In the units of the sum.
 */
export function normalMixtureBound(variance: number, alpha: number, width: number): number {
  return Math.sqrt((variance + width) * (Math.log1p(variance / width) - 2 * Math.log(alpha)));
}

/** Moments of what was seen so far. */
export interface RunningMoments {
  readonly n: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

/**
 * Confidence sequence of a mean, or of anything that is a mean of residuals: the mean and both
 * bounds at once, for every time. Asymptotic, since the standard deviation is estimated: for
 * hundreds of outcomes and more. `alpha` is that of both bounds together, and `width` comes from
 * `normalMixtureWidth`, fixed before the start.
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024).
 */
export function asymptoticSequence(
  { n, mean, standardDeviation }: RunningMoments,
  alpha: number,
  width: number,
): Interval {
  if (n <= 0) return withoutBounds(null, "no_data");
  if (n < 2) return withoutBounds(mean, "fewer_than_two_values");
  const radius = normalMixtureBound(n * standardDeviation ** 2, alpha, width) / n;
  return { estimate: mean, lower: mean - radius, upper: mean + radius };
}
