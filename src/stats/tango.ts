import { withoutBounds, type Interval } from "./interval.ts";
import { normalCdf, normalQuantile } from "./normal.ts";

/**
 * Score statistic of a difference between paired proportions, at a supposed true difference
 * (candidate minus baseline). Falls as the supposed difference grows.
 * Source: Tango (1998), Statistics in Medicine 17:891.
 */
export function tangoStatistic(
  candidateOnly: number,
  baselineOnly: number,
  pairs: number,
  difference: number,
): number {
  const d = Math.min(1, Math.max(-1, difference));
  const a = 2 * pairs;
  const b = -candidateOnly - baselineOnly + (2 * pairs - candidateOnly + baselineOnly) * d;
  const c = -baselineOnly * d * (1 - d);
  const root = Math.sqrt(Math.max(0, b * b - 4 * a * c));
  const q = (root - b) / (2 * a);
  const variance = pairs * (2 * q + d * (1 - d));
  const gap = candidateOnly - baselineOnly - pairs * d;
  if (variance > 0) return gap / Math.sqrt(variance);
  return gap === 0 ? 0 : Math.sign(gap) * Infinity;
}

/** Interval of the paired difference, candidate minus baseline. */
export function tangoInterval(
  candidateOnly: number,
  baselineOnly: number,
  pairs: number,
  alpha: number,
): Interval {
  if (pairs <= 0) return withoutBounds(null, "no_data");
  const estimate = (candidateOnly - baselineOnly) / pairs;
  const z = normalQuantile(1 - alpha);
  const solve = (target: number, low: number, high: number) =>
    whereFalls((d) => tangoStatistic(candidateOnly, baselineOnly, pairs, d), target, low, high);
  return {
    estimate,
    lower: estimate === -1 ? -1 : solve(z, -1, estimate),
    upper: estimate === 1 ? 1 : solve(-z, estimate, 1),
  };
}

/** Bisection for the place where a falling function meets the target. */
function whereFalls(f: (x: number) => number, target: number, from: number, to: number): number {
  let low = from;
  let high = to;
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (f(middle) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** p-value of "the candidate is worse by the margin or more": small when it is not inferior. */
export function tangoNonInferiorityP(
  candidateOnly: number,
  baselineOnly: number,
  pairs: number,
  margin: number,
): number {
  if (pairs <= 0) return 1;
  return normalCdf(-tangoStatistic(candidateOnly, baselineOnly, pairs, -margin));
}

/** p-value of "the difference is at least -margin": small when the candidate is too much worse. */
export function tangoViolatedP(
  candidateOnly: number,
  baselineOnly: number,
  pairs: number,
  margin: number,
): number {
  if (pairs <= 0) return 1;
  return normalCdf(tangoStatistic(candidateOnly, baselineOnly, pairs, -margin));
}
