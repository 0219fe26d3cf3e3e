import { betaBinomialLogMartingale, type RateCount } from "./beta-binomial-sequence.ts";

/** A rate that is looked at after every outcome, and the threshold that it may be rejected for. */
export interface WatchedRate {
  /** `min`: the rate must not be below the threshold; `max`: not above. */
  readonly direction: "min" | "max";
  readonly threshold: number;
  /**
   * Chance of ever rejecting a rate that meets its threshold. Several rates that may each reject
   * share theirs: give each the whole divided by their number.
   */
  readonly alpha: number;
}

/**
 * Whether the outcomes so far prove that the threshold is not met. It may be asked after every
 * outcome, of outcomes in an order that has nothing to do with them (shuffled by a seed): a file
 * that begins with the hard ones would be rejected for its beginning. It can only reject; to
 * promote, all that was planned is needed.
 */
export function isRejectedEarly(watched: WatchedRate, count: RateCount): boolean {
  const { direction, threshold, alpha } = watched;
  const expected = threshold * count.trials;
  const isWorse = direction === "min" ? count.successes < expected : count.successes > expected;
  return isWorse && betaBinomialLogMartingale(count, threshold) >= -Math.log(alpha);
}

/** Where watching ended. */
export interface EarlyStop extends RateCount {
  /** Outcomes seen when the rate was rejected; null: it never was. */
  readonly stoppedAt: number | null;
  /** Of the threshold, at the end. */
  readonly logMartingale: number;
}

/** Reads outcomes, true for a success, until they reject the rate or there are no more. */
export function watchRate(outcomes: Iterable<boolean>, watched: WatchedRate): EarlyStop {
  let count: RateCount = { trials: 0, successes: 0 };
  let isRejected = false;
  for (const outcome of outcomes) {
    count = {
      trials: count.trials + 1,
      successes: count.successes + (outcome ? 1 : 0),
    };
    isRejected = isRejectedEarly(watched, count);
    if (isRejected) break;
  }
  return {
    ...count,
    stoppedAt: isRejected ? count.trials : null,
    logMartingale: betaBinomialLogMartingale(count, watched.threshold),
  };
}
