import { proportionBelowP } from "./clopper-pearson.ts";

/**
 * The most failures among n records with which the exact gate "the failure rate is at most the
 * limit" still passes at a one-sided error of alpha; -1 where not even none is few enough.
 */
export function allowedFailures(limit: number, n: number, alpha: number): number {
  let low = -1;
  let high = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (proportionBelowP(middle, n, limit) <= alpha) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * The smallest number of records with which so many failures still pass the gate. For none and a
 * limit of 0.05 these are Wilks' 59 records. Null for a limit that nothing can show, 0 or 1.
 * Source: Clopper and Pearson (1934); Wilks (1941).
 */
export function recordsForFailures(limit: number, failures: number, alpha: number): number | null {
  if (!(limit > 0 && limit < 1)) return null;
  const passes = (n: number) => proportionBelowP(failures, n, limit) <= alpha;
  let low = failures;
  let high = failures + 1;
  while (!passes(high)) [low, high] = [high, 2 * high];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (passes(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** The upper bound of a rate of which n records showed nothing: 3 / n, by the rule of three. */
export function ruleOfThree(n: number): number {
  return 3 / n;
}

/** The same at any error, by Poisson's approximation; the exact one is a little smaller. */
export function poissonUpperBoundOfNone(n: number, alpha: number): number {
  return -Math.log(alpha) / n;
}
