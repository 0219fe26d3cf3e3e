import { deviance, logGamma, stirlingError } from "./gamma.ts";
import { withoutBounds, type Interval } from "./interval.ts";

/** Outcomes of one kind so far. The order in which they came plays no part. */
export interface RateCount {
  readonly trials: number;
  readonly successes: number;
}

/** Shape of the beta distribution that the rates are mixed with. */
export interface BetaShape {
  readonly a: number;
  readonly b: number;
}

const HALF_HALF: BetaShape = { a: 0.5, b: 0.5 };

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** log of rate^a (1 - rate)^b / B(a, b), in Loader's form that keeps its digits for large a, b. */
function logBetaFront(rate: number, a: number, b: number): number {
  const n = a + b;
  return (
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * rate) -
    deviance(b, n * (1 - rate)) +
    0.5 * Math.log((a / n) * (b / (2 * Math.PI)))
  );
}

/**
 * log M_t(rate): how much better a beta mixture explains the outcomes than the supposed rate
 * does. If that rate is the true one, M exceeds 1 / alpha at any time, however often it is looked
 * at, with probability alpha at most (Ville's inequality). Infinite where the outcomes are
 * impossible under the rate; 0 before the first.
 * Source: Robbins (1970); Waudby-Smith and Ramdas (2020), prior-posterior-ratio martingale.
 */
export function betaBinomialLogMartingale(
  { trials, successes }: RateCount,
  rate: number,
  { a, b }: BetaShape = HALF_HALF,
): number {
  const failures = trials - successes;
  if (rate <= 0) return successes > 0 ? Infinity : logBeta(a, b + failures) - logBeta(a, b);
  if (rate >= 1) return failures > 0 ? Infinity : logBeta(a + successes, b) - logBeta(a, b);
  // The mixing density at the rate before any outcome, over what it is after all of them.
  return logBetaFront(rate, a, b) - logBetaFront(rate, a + successes, b + failures);
}

/** p-value of "this is the rate" that holds at any stopping time: 1 / M, at most 1. */
export function betaBinomialAnytimeP(count: RateCount, rate: number, shape?: BetaShape): number {
  return Math.min(1, Math.exp(-betaBinomialLogMartingale(count, rate, shape)));
}

/**
 * Confidence sequence of a rate: with probability 1 - alpha the true rate is within these bounds
 * at every time at once. `alpha` is that of both bounds together; a claim that reads one bound
 * only may use it whole. [0, 1] without a reason to doubt it before the first outcome.
 */
export function betaBinomialSequence(count: RateCount, alpha: number, shape?: BetaShape): Interval {
  const { trials, successes } = count;
  if (trials <= 0) return { ...withoutBounds(null, "no_data"), lower: 0, upper: 1 };
  const estimate = successes / trials;
  const limit = -Math.log(alpha);
  const isOutside = (rate: number) => betaBinomialLogMartingale(count, rate, shape) >= limit;
  // log M is convex in the rate and at most 0 at the estimate: one crossing on either side.
  return {
    estimate,
    lower: successes <= 0 ? 0 : crossing(0, estimate, isOutside),
    upper: successes >= trials ? 1 : crossing(1, estimate, isOutside),
  };
}

/** The last rate that is still outside, on the way from one that is to one that is not. */
function crossing(outside: number, inside: number, isOutside: (rate: number) => boolean): number {
  let [out, within] = [outside, inside];
  for (let step = 0; step < 1100; step += 1) {
    const middle = (out + within) / 2;
    if (middle === out || middle === within) break;
    if (isOutside(middle)) out = middle;
    else within = middle;
  }
  return out;
}
