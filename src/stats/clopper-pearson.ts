import { betaQuantile, regularizedBeta } from "./beta.ts";
import { withoutBounds, type Interval } from "./interval.ts";

/** The exact interval of a proportion. Takes effective counts too, which need not be whole. */
export function clopperPearsonInterval(successes: number, n: number, alpha: number): Interval {
  if (n <= 0) return withoutBounds(null, "no_data");
  return {
    estimate: successes / n,
    lower: lowerBound(successes, n, alpha),
    upper: upperBound(successes, n, alpha),
  };
}

function lowerBound(successes: number, n: number, alpha: number): number {
  if (successes <= 0) return 0;
  if (successes >= n) return Math.exp(Math.log(alpha) / n);
  return betaQuantile(alpha, successes, n - successes + 1);
}

function upperBound(successes: number, n: number, alpha: number): number {
  if (successes >= n) return 1;
  if (successes <= 0) return -Math.expm1(Math.log(alpha) / n);
  return betaQuantile(1 - alpha, successes + 1, n - successes);
}

/** P(X <= successes) at the floor itself: the p-value of "the rate is at least the floor". */
export function proportionBelowP(successes: number, n: number, floor: number): number {
  if (n <= 0 || successes >= n) return 1;
  return regularizedBeta(1 - floor, floor, n - successes, successes + 1);
}

/** P(X >= successes) at the ceiling itself: the p-value of "the rate is at most the ceiling". */
export function proportionAboveP(successes: number, n: number, ceiling: number): number {
  if (n <= 0 || successes <= 0) return 1;
  return regularizedBeta(ceiling, 1 - ceiling, successes, n - successes + 1);
}
