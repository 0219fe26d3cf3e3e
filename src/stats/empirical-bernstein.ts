import { withoutBounds, type Interval } from "./interval.ts";
import { FIRST_BETTOR, nextStake, withValue, type Bettor } from "./predictable-bets.ts";

/** The least and the most that a value can be. */
export interface ValueRange {
  readonly least: number;
  readonly most: number;
}

/** What one bound has gathered, of values mapped to 0..1. */
interface OneSide {
  readonly bettor: Bettor;
  readonly stakes: number;
  readonly staked: number;
  readonly variance: number;
}

/** A confidence sequence in progress: made once, then given each outcome in turn. */
export interface EmpiricalBernstein {
  readonly range: ValueRange;
  /** Chance that the mean is ever outside, of both bounds together. */
  readonly alpha: number;
  readonly below: OneSide;
  readonly above: OneSide;
  /** The highest lower and the lowest upper bound so far. */
  readonly highestLower: number;
  readonly lowestUpper: number;
}

const MOST_STAKE = 1 / 2;
const NOTHING: OneSide = { bettor: FIRST_BETTOR, stakes: 0, staked: 0, variance: 0 };

/** A sequence that has seen nothing: for rates 0 to 1, for paired differences of them -1 to 1. */
export function startEmpiricalBernstein(range: ValueRange, alpha: number): EmpiricalBernstein {
  const { least: highestLower, most: lowestUpper } = range;
  return { range, alpha, below: NOTHING, above: NOTHING, highestLower, lowestUpper };
}

/** The sequence with one more value; the value must be within the range. */
export function observeBernstein(sequence: EmpiricalBernstein, value: number): EmpiricalBernstein {
  const { range, alpha } = sequence;
  const share = (value - range.least) / (range.most - range.least);
  const below = observeSide(sequence.below, share, alpha / 2);
  const above = observeSide(sequence.above, 1 - share, alpha / 2);
  const { lower, upper } = boundsOf(range, below, above, alpha);
  return {
    range,
    alpha,
    below,
    above,
    highestLower: Math.max(sequence.highestLower, lower),
    lowestUpper: Math.min(sequence.lowestUpper, upper),
  };
}

function observeSide(side: OneSide, share: number, alpha: number): OneSide {
  const stake = Math.min(MOST_STAKE, nextStake(side.bettor, alpha));
  const { n, total } = side.bettor;
  const meanBefore = n === 0 ? 0 : total / n;
  return {
    bettor: withValue(side.bettor, share),
    stakes: side.stakes + stake,
    staked: side.staked + stake * share,
    variance: side.variance + (share - meanBefore) ** 2 * (-Math.log1p(-stake) - stake),
  };
}

/** How low the mean of 0..1 can be, given what was gathered. */
function lowerShare({ stakes, staked, variance }: OneSide, alpha: number): number {
  return Math.min(1, Math.max(0, (staked - variance + Math.log(alpha)) / stakes));
}

function boundsOf(
  { least, most }: ValueRange,
  below: OneSide,
  above: OneSide,
  alpha: number,
): { readonly lower: number; readonly upper: number } {
  const span = most - least;
  return {
    lower: least + span * lowerShare(below, alpha / 2),
    upper: most - span * lowerShare(above, alpha / 2),
  };
}

/**
 * The bounds after the values so far. They hold at every time at once, whatever the values'
 * distribution within the range. In closed form, and wider than betting: with few values they
 * are the range itself.
 * Source: Waudby-Smith and Ramdas (2024), predictable plug-in empirical Bernstein.
 */
export function empiricalBernsteinInterval({
  range,
  alpha,
  below,
  above,
}: EmpiricalBernstein): Interval {
  const { n, total } = below.bettor;
  const { least, most } = range;
  if (n === 0) return { ...withoutBounds(null, "no_data"), lower: least, upper: most };
  const estimate = least + (most - least) * (total / n);
  return { estimate, ...boundsOf(range, below, above, alpha) };
}

/**
 * The narrowest that the bounds ever were: since they all hold at once, so does what they have in
 * common, though the estimate may have left it since. Should nothing be left in common, which has
 * a chance of alpha at most, the values are not alike from first to last.
 */
export function narrowestBernsteinInterval(sequence: EmpiricalBernstein): Interval {
  const { highestLower: lower, lowestUpper: upper } = sequence;
  return { ...empiricalBernsteinInterval(sequence), lower, upper };
}
