import { fiellerG, ratioMoments, type CostUnits } from "./ratio-moments.ts";
import { isNoise } from "./rounding.ts";

/** Sums by unit: a record, or a cluster's members together. */
export interface JointUnits extends CostUnits {
  /** Outcomes of each unit; undefined: one. */
  readonly sizes: Float64Array | undefined;
}

/** Cost per accepted outcome and acceptance rate, with how their errors hang together. */
export interface CostAndRate {
  /** Null where nothing was accepted. */
  readonly ratio: number | null;
  /** Null of no outcomes. */
  readonly rate: number | null;
  /**
   * Of the ratio's logarithm and the rate: variance, covariance, variance. Null: `reason` says why
   * there is no region.
   */
  readonly covariance: readonly [number, number, number] | null;
  readonly reason?: string;
}

/**
 * Both figures are functions of three means, so that each unit's share in their errors is known to
 * first order; what the shares of a unit have in common is the covariance. With the factor
 * G/(G-1) for G units, as in each figure's own interval. Where the cost has no upper bound at
 * `alpha` a side there is no region, and where the rate does not vary the sample shows no error.
 */
export function costAndRate(units: JointUnits, alpha: number): CostAndRate {
  const moments = ratioMoments(units);
  const count = moments.units;
  if (count === 0) return unbounded(null, null, "no_data");
  const outcomes = units.sizes === undefined ? count : sumOf(units.sizes);
  const meanSize = outcomes / count;
  const rate = moments.meanAccepted / meanSize;
  if (rate === 0) return unbounded(null, 0, "no_accepted_outcomes");
  const { ratio } = moments;
  if (count < 2) return unbounded(ratio, rate, "fewer_than_two_units");
  // Nothing was paid: there is no logarithm to take.
  if (moments.meanCost === 0) return unbounded(ratio, rate, "zero_cost");
  let [ofLog, ofBoth, ofRate] = [0, 0, 0];
  for (let unit = 0; unit < count; unit += 1) {
    const accepted = units.accepted[unit]!;
    const log = units.costs[unit]! / moments.meanCost - accepted / moments.meanAccepted;
    const share = (accepted - rate * (units.sizes?.[unit] ?? 1)) / meanSize;
    ofLog += log * log;
    ofBoth += log * share;
    ofRate += share * share;
  }
  const divisor = count * (count - 1);
  if (isNoise(Math.sqrt(ofRate / divisor), rate)) return unbounded(ratio, rate, "no_variation");
  if (fiellerG(units, moments, alpha) >= 1) {
    return unbounded(ratio, rate, "too_few_accepted_for_bound");
  }
  const isCertain = isNoise(Math.sqrt(ofLog / divisor), 1);
  const covariance = isCertain
    ? ([0, 0, ofRate / divisor] as const)
    : ([ofLog / divisor, ofBoth / divisor, ofRate / divisor] as const);
  return { ratio, rate, covariance };
}

function unbounded(ratio: number | null, rate: number | null, reason: string): CostAndRate {
  return { ratio, rate, covariance: null, reason };
}

/** Sizes are whole, so that their plain sum is exact. */
function sumOf(sizes: Float64Array): number {
  let sum = 0;
  for (let unit = 0; unit < sizes.length; unit += 1) sum += sizes[unit]!;
  return sum;
}
