import { withoutBounds, type Interval } from "./interval.ts";
import { logDeltaBounds } from "./ratio-delta.ts";
import {
  fiellerG,
  logRatioError,
  measuredUnits,
  pairedLogRatioError,
  pairedRatioError,
  ratioMoments,
  type CostUnits,
  type MeasuredUnits,
  type RatioMoments,
} from "./ratio-moments.ts";
import { isNoise } from "./rounding.ts";
import { certainP, nothingRefused, studentP, type ThresholdP } from "./student-p.ts";
import { studentQuantile } from "./student.ts";

/** A cost per accepted outcome with what its interval was made from. */
export interface CostPerAccepted extends Interval {
  /** From 1 on, too few outcomes were accepted for an upper bound; null where undefined. */
  readonly fiellerG: number | null;
  /** Standard error of the logarithm; null where it has none. */
  readonly logStandardError: number | null;
}

/**
 * Total cost over total accepted, with a log-delta interval on Student's t. Each entry is a unit
 * that is independent of the others: a record, or the sums of a cluster that has members.
 * `largestUnit` is the most that one unit could have accepted; only the lower bound of the case
 * without any accepted outcome needs it.
 */
export function costPerAccepted(
  costs: Float64Array,
  accepted: Float64Array,
  alpha: number,
  largestUnit = 1,
): CostPerAccepted {
  const data = { costs, accepted };
  const moments = ratioMoments(data);
  const { units, meanCost, meanAccepted, ratio } = moments;
  const unknown = { fiellerG: null, logStandardError: null };
  if (units === 0) return { ...withoutBounds(null, "no_data"), ...unknown };
  if (meanAccepted === 0) {
    const lower = boundWithoutAccepted(moments, alpha) / largestUnit;
    return { estimate: null, lower, upper: null, reason: "no_accepted_outcomes", ...unknown };
  }
  if (units < 2) return { ...withoutBounds(ratio, "fewer_than_two_units"), ...unknown };
  const g = fiellerG(data, moments, alpha);
  const weak = g >= 1 ? { upper: null, reason: "too_few_accepted_for_bound" } : {};
  if (meanCost === 0) {
    // Nothing was paid on any unit: there is no error to measure, and no logarithm to take.
    const free = { estimate: 0, lower: 0, upper: 0, reason: "no_variation" };
    return { ...free, ...weak, fiellerG: g, logStandardError: null };
  }
  const logStandardError = withoutNoise(logRatioError(data, moments), 1);
  const interval: Interval = {
    estimate: ratio,
    ...logDeltaBounds(ratio, logStandardError, units - 1, alpha),
    ...(logStandardError === 0 ? { reason: "no_variation" } : {}),
  };
  return { ...interval, ...weak, fiellerG: g, logStandardError };
}

/** The mean cost over the largest rate of acceptance that so many units without any allow. */
function boundWithoutAccepted({ units, meanCost }: RatioMoments, alpha: number): number {
  return meanCost / -Math.expm1(Math.log(alpha) / units);
}

/** Candidate's over baseline's cost per accepted outcome. */
export interface PairedCostRatio extends Interval {
  /** Null where the logarithm has none: nothing known, or a candidate that costs nothing. */
  readonly logStandardError: number | null;
  readonly degreesOfFreedom: number;
}

/** Candidate's minus baseline's cost per accepted outcome. */
export interface PairedCostDifference extends Interval {
  readonly standardError: number | null;
  readonly degreesOfFreedom: number;
}

/** Why a comparison of the two arms has no estimate; undefined where it has one. */
function undefinedBecause(baseline: CostUnits, candidate: CostUnits): string | undefined {
  if (baseline.costs.length === 0) return "no_data";
  const nothingAccepted = (units: CostUnits) => units.accepted.every((count) => count === 0);
  if (nothingAccepted(candidate)) return "no_accepted_outcomes";
  return nothingAccepted(baseline) ? "no_accepted_outcomes_in_baseline" : undefined;
}

/** Takes away the bounds that an arm with too few accepted outcomes cannot support. */
function bounded(
  before: MeasuredUnits,
  after: MeasuredUnits,
  alpha: number,
  interval: Interval,
): Interval {
  const candidateIsWeak = fiellerG(after.data, after.moments, alpha) >= 1;
  const baselineIsWeak = fiellerG(before.data, before.moments, alpha) >= 1;
  if (!candidateIsWeak && !baselineIsWeak) return interval;
  // A candidate's cost may be without upper bound, and so may the baseline's that is held against.
  return {
    ...interval,
    lower: baselineIsWeak ? null : interval.lower,
    upper: candidateIsWeak ? null : interval.upper,
    reason: "too_few_accepted_for_bound",
  };
}

/**
 * Ratio of the costs per accepted outcome of two arms that saw the same units, by the paired
 * log-delta method. A candidate that costs nothing has the ratio 0 and no logarithm; against a
 * baseline that costs nothing there is no ratio, only a difference.
 */
export function pairedCostRatio(
  baseline: CostUnits,
  candidate: CostUnits,
  alpha: number,
): PairedCostRatio {
  const degreesOfFreedom = Math.max(0, baseline.costs.length - 1);
  const known = { logStandardError: null, degreesOfFreedom };
  const because = undefinedBecause(baseline, candidate);
  if (because !== undefined) return { ...withoutBounds(null, because), ...known };
  const [before, after] = [measuredUnits(baseline), measuredUnits(candidate)];
  if (before.moments.meanCost === 0) {
    return { ...withoutBounds(null, "zero_baseline_cost"), ...known };
  }
  const estimate = after.moments.ratio / before.moments.ratio;
  if (degreesOfFreedom < 1) {
    return { ...withoutBounds(estimate, "fewer_than_two_units"), ...known };
  }
  if (after.moments.meanCost === 0) {
    const free = { estimate: 0, lower: 0, upper: 0, reason: "no_variation" };
    return { ...bounded(before, after, alpha, free), ...known };
  }
  const logStandardError = withoutNoise(pairedLogRatioError(before, after), 1);
  const interval: Interval = {
    estimate,
    ...logDeltaBounds(estimate, logStandardError, degreesOfFreedom, alpha),
    ...(logStandardError === 0 ? { reason: "no_variation" } : {}),
  };
  return {
    ...bounded(before, after, alpha, interval),
    logStandardError,
    degreesOfFreedom,
  };
}

/** An error that only rounding made is none. */
function withoutNoise(standardError: number, scale: number): number {
  return isNoise(standardError, scale) ? 0 : standardError;
}

/** p-values of a ratio with a log-delta error; a ratio of 0 is compared as it stands. */
export function pairedCostRatioP(
  ratio: number | null,
  logStandardError: number | null,
  df: number,
  threshold: number,
): ThresholdP {
  if (ratio === null || df < 1) return nothingRefused;
  const isCertain = ratio === 0 || threshold <= 0 || logStandardError === 0;
  if (isCertain) return certainP(ratio, threshold);
  return studentP(Math.log(ratio), logStandardError, df, Math.log(threshold));
}

/** Difference of the costs per accepted outcome of two arms that saw the same units. */
export function pairedCostDifference(
  baseline: CostUnits,
  candidate: CostUnits,
  alpha: number,
): PairedCostDifference {
  const degreesOfFreedom = Math.max(0, baseline.costs.length - 1);
  const known = { standardError: null, degreesOfFreedom };
  const because = undefinedBecause(baseline, candidate);
  if (because !== undefined) return { ...withoutBounds(null, because), ...known };
  const [before, after] = [measuredUnits(baseline), measuredUnits(candidate)];
  const estimate = after.moments.ratio - before.moments.ratio;
  if (degreesOfFreedom < 1) {
    return { ...withoutBounds(estimate, "fewer_than_two_units"), ...known };
  }
  const scale = Math.max(before.moments.ratio, after.moments.ratio);
  const standardError = withoutNoise(pairedRatioError(before, after), scale);
  const half = studentQuantile(1 - alpha, degreesOfFreedom) * standardError;
  const interval: Interval = {
    estimate,
    lower: estimate - half,
    upper: estimate + half,
    ...(standardError === 0 ? { reason: "no_variation" } : {}),
  };
  return { ...bounded(before, after, alpha, interval), standardError, degreesOfFreedom };
}
