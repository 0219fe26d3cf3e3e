import { withoutBounds, type Interval } from "./interval.ts";
import type { PairCounts } from "./paired-rate-ratio.ts";
import { wilsonInterval } from "./wilson.ts";

/**
 * Interval of the paired difference of two proportions, candidate minus baseline, in closed form:
 * the Wilson bounds of both, squared and added with the correlation that the pairs show. A
 * cross-check of Tango's interval, which is the one to gate on.
 * Source: Newcombe (1998), Statistics in Medicine 17:2635, method 10.
 */
export function newcombeInterval(counts: PairCounts, pairs: number, alpha: number): Interval {
  if (pairs <= 0) return withoutBounds(null, "no_data");
  const { both, candidateOnly, baselineOnly } = counts;
  const candidate = distances(both + candidateOnly, pairs, alpha);
  const baseline = distances(both + baselineOnly, pairs, alpha);
  const phi = correctedPhi(counts, pairs);
  const estimate = (candidateOnly - baselineOnly) / pairs;
  const lower = estimate - apart(candidate.below, baseline.above, phi);
  const upper = estimate + apart(baseline.below, candidate.above, phi);
  return { estimate, lower: Math.max(-1, lower), upper: Math.min(1, upper) };
}

/** How far Wilson's bounds lie from their proportion. */
function distances(successes: number, n: number, alpha: number) {
  const { estimate, lower, upper } = wilsonInterval(successes, n, alpha);
  return { below: estimate! - lower!, above: upper! - estimate! };
}

function apart(one: number, other: number, phi: number): number {
  return Math.sqrt(Math.max(0, one * one - 2 * phi * one * other + other * other));
}

/** Correlation of the two outcomes of a pair, with a continuity correction where it is positive. */
function correctedPhi({ both, candidateOnly, baselineOnly }: PairCounts, pairs: number): number {
  const neither = pairs - both - candidateOnly - baselineOnly;
  const [candidate, baseline] = [both + candidateOnly, both + baselineOnly];
  const margins = candidate * (pairs - candidate) * baseline * (pairs - baseline);
  if (margins <= 0) return 0;
  const excess = both * neither - candidateOnly * baselineOnly;
  return (excess > 0 ? Math.max(0, excess - pairs / 2) : excess) / Math.sqrt(margins);
}
