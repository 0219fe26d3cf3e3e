/** What somebody who bets on the next of some values between 0 and 1 remembers of the last. */
export interface Bettor {
  readonly n: number;
  readonly total: number;
  /** Squared deviations, each from the mean as it was with that value in it. */
  readonly squares: number;
}

// One made-up value keeps the first stakes finite: in the middle, varying as much as it can.
const PRIOR_MEAN = 1 / 2;
const PRIOR_VARIANCE = 1 / 4;

/** Who has seen nothing yet. */
export const FIRST_BETTOR: Bettor = { n: 0, total: 0, squares: 0 };

/** The bettor that has also seen this value, which is between 0 and 1. */
export function withValue({ n, total, squares }: Bettor, value: number): Bettor {
  const sum = total + value;
  const mean = (PRIOR_MEAN + sum) / (n + 2);
  return { n: n + 1, total: sum, squares: squares + (value - mean) ** 2 };
}

/**
 * The stake on the next value, said before it is seen: large where the values so far vary little,
 * and falling like 1 / sqrt(t log t), which suits every sample size. Above 0; the caller limits
 * it. `alpha` is that of the one bound that the stakes are made for.
 * Source: Waudby-Smith and Ramdas (2024), Estimating means of bounded random variables by betting.
 */
export function nextStake({ n, squares }: Bettor, alpha: number): number {
  const variance = (PRIOR_VARIANCE + squares) / (n + 1);
  const time = n + 1;
  return Math.sqrt((-2 * Math.log(alpha)) / (time * Math.log1p(time) * variance));
}
