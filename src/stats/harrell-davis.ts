import { betaCdf } from "./beta.ts";
import { meanOf, squaresAbout } from "./moments.ts";
import type { Ascending } from "./order-statistics.ts";

/** A quantile as a weighted mean of all values, with its standard error. */
export interface SmoothQuantile {
  readonly estimate: number;
  /** By the strict jackknife; null of one value. */
  readonly standardError: number | null;
}

/**
 * Harrell and Davis' quantile: smoother than the nearest rank, from some 200 values on. The
 * jackknife leaves one value out and makes the weights anew for n - 1; Hmisc keeps those of n,
 * which gives another error. Null of no values.
 * Source: Harrell and Davis (1982), Biometrika 69:635.
 */
export function harrellDavis(sorted: Ascending, p: number): SmoothQuantile | null {
  const n = sorted.length;
  if (n === 0) return null;
  const estimate = weightedSum(sorted, weightsOf(n, p));
  return { estimate, standardError: n < 2 ? null : jackknifeError(sorted, weightsOf(n - 1, p)) };
}

/** What each of n values in their order adds to the quantile; all weights add up to 1. */
function weightsOf(n: number, p: number): Float64Array {
  const weights = new Float64Array(n);
  let before = 0;
  for (let index = 0; index < n; index += 1) {
    const upTo = betaCdf((index + 1) / n, (n + 1) * p, (n + 1) * (1 - p));
    weights[index] = upTo - before;
    before = upTo;
  }
  return weights;
}

/** Sums distances from the middle value, so that values all alike give just that. */
function weightedSum(sorted: Ascending, weights: Float64Array): number {
  const middle = sorted.at(Math.floor(sorted.length / 2))!;
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1) {
    sum += weights[index]! * (sorted.at(index)! - middle);
  }
  return middle + sum;
}

/** `weights` are those of one value less. */
function jackknifeError(sorted: Ascending, weights: Float64Array): number {
  const n = sorted.length;
  // Leaving out the next value instead of this one moves one weight to its neighbour.
  const without = new Float64Array(n);
  for (let index = 1; index < n; index += 1) {
    const gap = sorted.at(index)! - sorted.at(index - 1)!;
    without[index] = without[index - 1]! - weights[index - 1]! * gap;
  }
  return Math.sqrt(((n - 1) / n) * squaresAbout(without, meanOf(without)));
}
