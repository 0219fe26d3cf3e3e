import { withoutBounds, type Interval } from "./interval.ts";
import { isNoise } from "./rounding.ts";
import { studentQuantile } from "./student.ts";

/** One arm's costs and accepted outcomes by unit, of the units that both arms saw. */
export interface StandardizedArm {
  readonly costs: Float64Array;
  /** 0 or 1 for each unit. */
  readonly accepted: Float64Array;
}

export interface StandardizedUnits {
  readonly baseline: StandardizedArm;
  readonly candidate: StandardizedArm;
  /** The segment of each unit, from 0 without gaps. */
  readonly segmentOf: Int32Array;
  readonly segments: number;
  /** Which units are not independent of each other, from 0; absent: each stands alone. */
  readonly clusterOf: Int32Array | undefined;
  readonly clusterCount: number;
}

export interface StandardizedCosts {
  readonly baseline: Interval;
  readonly candidate: Interval;
  readonly ratio: Interval;
}

/**
 * Cost per accepted outcome of two arms if both accepted the baseline's mix of segments: the mean
 * of each arm's segment ratios weighted by the baseline's share of accepted outcomes. What an arm
 * spends where the baseline accepts nothing is in neither figure. Log-delta intervals on Student's
 * t, of paired units, and with the error of the mix itself: by itself the baseline's figure then
 * has the interval of its plain ratio.
 */
export function standardizedCosts(units: StandardizedUnits, alpha: number): StandardizedCosts {
  const { baseline, candidate, clusterCount } = units;
  const mix = sumsBySegment(baseline.accepted, units);
  const whole = mix.reduce((sum, accepted) => sum + accepted, 0);
  const undefinedAs = (reason: string): StandardizedCosts => {
    const unknown = withoutBounds(null, reason);
    return { baseline: unknown, candidate: unknown, ratio: unknown };
  };
  if (whole === 0) return undefinedAs("no_accepted_outcomes_in_baseline");
  const before = standardized(baseline, mix, whole, units);
  const after = standardized(candidate, mix, whole, units);
  if (before === undefined) return undefinedAs("no_accepted_outcomes_in_baseline");
  const from = intervalOf(before.value, before.influence, clusterCount, alpha);
  if (after === undefined) {
    const unknown = withoutBounds(null, "no_accepted_outcomes_in_segment");
    return { baseline: from, candidate: unknown, ratio: unknown };
  }
  const to = intervalOf(after.value, after.influence, clusterCount, alpha);
  if (before.value === 0) {
    return { baseline: from, candidate: to, ratio: withoutBounds(null, "zero_baseline_cost") };
  }
  const paired = after.influence;
  for (let cluster = 0; cluster < clusterCount; cluster += 1) {
    paired[cluster]! -= before.influence[cluster]!;
  }
  const ratio = intervalOf(after.value / before.value, paired, clusterCount, alpha);
  return { baseline: from, candidate: to, ratio };
}

interface Standardized {
  readonly value: number;
  /** What each cluster moves the logarithm of the value by, to first order. */
  readonly influence: Float64Array;
}

/** Undefined: the mix takes outcomes from a segment in which the arm accepts none. */
function standardized(
  arm: StandardizedArm,
  mix: Float64Array,
  whole: number,
  units: StandardizedUnits,
): Standardized | undefined {
  const costs = sumsBySegment(arm.costs, units);
  const accepted = sumsBySegment(arm.accepted, units);
  const ratios = new Float64Array(units.segments);
  let value = 0;
  for (let segment = 0; segment < units.segments; segment += 1) {
    if (mix[segment] === 0) continue;
    if (accepted[segment] === 0) return undefined;
    ratios[segment] = costs[segment]! / accepted[segment]!;
    value += (mix[segment]! / whole) * ratios[segment]!;
  }
  const influence = new Float64Array(units.clusterCount);
  for (let unit = 0; unit < arm.costs.length; unit += 1) {
    const segment = units.segmentOf[unit]!;
    if (mix[segment] === 0) continue;
    const ratio = ratios[segment]!;
    const residual = arm.costs[unit]! - ratio * arm.accepted[unit]!;
    const ofRatio = ((mix[segment]! / whole) * residual) / accepted[segment]!;
    const ofMix = (units.baseline.accepted[unit]! * (ratio - value)) / whole;
    influence[units.clusterOf?.[unit] ?? unit]! += ofRatio + ofMix;
  }
  for (let cluster = 0; cluster < influence.length; cluster += 1) influence[cluster]! /= value;
  return { value, influence };
}

function sumsBySegment(values: Float64Array, { segmentOf, segments }: StandardizedUnits) {
  const sums = new Float64Array(segments);
  for (let unit = 0; unit < values.length; unit += 1) sums[segmentOf[unit]!]! += values[unit]!;
  return sums;
}

function intervalOf(
  estimate: number,
  logInfluences: Float64Array,
  clusters: number,
  alpha: number,
): Interval {
  if (clusters < 2) return withoutBounds(estimate, "fewer_than_two_units");
  if (estimate === 0) return { estimate, lower: 0, upper: 0, reason: "no_variation" };
  const squares = logInfluences.reduce((sum, value) => sum + value * value, 0);
  const error = Math.sqrt((squares * clusters) / (clusters - 1));
  if (isNoise(error, 1)) {
    return { estimate, lower: estimate, upper: estimate, reason: "no_variation" };
  }
  const factor = Math.exp(studentQuantile(1 - alpha, clusters - 1) * error);
  return { estimate, lower: estimate / factor, upper: estimate * factor };
}
