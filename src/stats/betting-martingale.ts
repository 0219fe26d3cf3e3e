import { FIRST_BETTOR, nextStake, withValue, type Bettor } from "./predictable-bets.ts";

/** Money won so far by betting that the mean is not the supposed one, from a start of 1. */
export interface BettingMartingale {
  readonly supposedMean: number;
  readonly alpha: number;
  readonly bettor: Bettor;
  /** Won by betting that the mean is higher, and that it is lower. */
  readonly onHigher: number;
  readonly onLower: number;
  /** The most that `capital` ever was: one half before the first value. */
  readonly mostCapital: number;
}

/** A bet that has not begun, against one supposed mean of values between 0 and 1. */
export function startBetting(supposedMean: number, alpha: number): BettingMartingale {
  return { supposedMean, alpha, bettor: FIRST_BETTOR, onHigher: 1, onLower: 1, mostCapital: 0.5 };
}

/** The bet after one more value: at most half of what is there can be lost on it. */
export function bet(martingale: BettingMartingale, value: number): BettingMartingale {
  const { supposedMean: mean, alpha, bettor, onHigher, onLower } = martingale;
  const stake = nextStake(bettor, alpha / 2);
  const gain = value - mean;
  const won = {
    onHigher: onHigher * (1 + Math.min(stake, 0.5 / mean) * gain),
    onLower: onLower * (1 - Math.min(stake, 0.5 / (1 - mean)) * gain),
  };
  return {
    supposedMean: mean,
    alpha,
    bettor: withValue(bettor, value),
    ...won,
    mostCapital: Math.max(martingale.mostCapital, capital(won)),
  };
}

/**
 * Capital of the two bets with half the money on each. If the supposed mean is the true one it
 * exceeds 1 / alpha at any time with probability alpha at most: from there on the mean is
 * rejected, and stays so. The means that were never rejected are the confidence sequence, the
 * tightest known for bounded values.
 * Source: Waudby-Smith and Ramdas (2024), hedged capital.
 */
export function capital({
  onHigher,
  onLower,
}: Pick<BettingMartingale, "onHigher" | "onLower">): number {
  return Math.max(onHigher, onLower) / 2;
}

/** Whether the supposed mean was ever rejected: what is lost again later does not take it back. */
export function isBetWon({ mostCapital, alpha }: BettingMartingale): boolean {
  return mostCapital >= 1 / alpha;
}
