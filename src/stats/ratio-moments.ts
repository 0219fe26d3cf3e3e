import { meanOf } from "./moments.ts";
import { studentQuantile } from "./student.ts";

/** Sums of cost and of accepted outcomes by unit: a record, or a cluster's members together. */
export interface CostUnits {
  readonly costs: Float64Array;
  readonly accepted: Float64Array;
}

/** What the linearised ratio of two sums is made of. */
export interface RatioMoments {
  readonly units: number;
  readonly meanCost: number;
  readonly meanAccepted: number;
  /** Total cost over total accepted; NaN or infinite where nothing was accepted. */
  readonly ratio: number;
}

/** Means over the units, and their ratio. Zero units give means of 0. */
export function ratioMoments({ costs, accepted }: CostUnits): RatioMoments {
  if (costs.length === 0) return { units: 0, meanCost: 0, meanAccepted: 0, ratio: NaN };
  const meanCost = meanOf(costs);
  let total = 0;
  // Counts are whole, so that their plain sum is exact.
  for (let unit = 0; unit < accepted.length; unit += 1) total += accepted[unit]!;
  const meanAccepted = total / accepted.length;
  return { units: costs.length, meanCost, meanAccepted, ratio: meanCost / meanAccepted };
}

/** Standard error of a mean of residuals whose true mean is 0, from the sum of their squares. */
function residualError(squares: number, units: number): number {
  return Math.sqrt(squares / units / (units - 1));
}

/** Standard error of the logarithm of one arm's ratio. */
export function logRatioError({ costs, accepted }: CostUnits, moments: RatioMoments): number {
  const { units, meanCost, meanAccepted } = moments;
  let squares = 0;
  for (let unit = 0; unit < units; unit += 1) {
    const residual = costs[unit]! / meanCost - accepted[unit]! / meanAccepted;
    squares += residual * residual;
  }
  return residualError(squares, units);
}

/** One arm's units with their moments. */
export interface MeasuredUnits {
  readonly data: CostUnits;
  readonly moments: RatioMoments;
}

/** Both at once; of no units the means are 0. */
export function measuredUnits(data: CostUnits): MeasuredUnits {
  return { data, moments: ratioMoments(data) };
}

type Residual = (unit: number) => number;

/** By unit, what it adds to the difference of two arms' logarithms beyond the mean. */
export function pairedLogResiduals(before: MeasuredUnits, after: MeasuredUnits): Float64Array {
  return each(before, pairedLogResidual(before, after));
}

/** By unit, what it adds to the difference of two arms' ratios beyond the mean. */
export function pairedRatioResiduals(before: MeasuredUnits, after: MeasuredUnits): Float64Array {
  return each(before, pairedRatioResidual(before, after));
}

/** Standard error of the difference of two arms' logarithms, on the same units. */
export function pairedLogRatioError(before: MeasuredUnits, after: MeasuredUnits): number {
  return errorOf(before, pairedLogResidual(before, after));
}

/** Standard error of the difference of two arms' ratios, on the same units. */
export function pairedRatioError(before: MeasuredUnits, after: MeasuredUnits): number {
  return errorOf(before, pairedRatioResidual(before, after));
}

function pairedLogResidual(before: MeasuredUnits, after: MeasuredUnits): Residual {
  const [a, b] = [before.data, after.data];
  const [ofA, ofB] = [before.moments, after.moments];
  return (unit) =>
    b.costs[unit]! / ofB.meanCost -
    b.accepted[unit]! / ofB.meanAccepted -
    (a.costs[unit]! / ofA.meanCost - a.accepted[unit]! / ofA.meanAccepted);
}

function pairedRatioResidual(before: MeasuredUnits, after: MeasuredUnits): Residual {
  const [a, b] = [before.data, after.data];
  const [ofA, ofB] = [before.moments, after.moments];
  return (unit) =>
    (b.costs[unit]! - ofB.ratio * b.accepted[unit]!) / ofB.meanAccepted -
    (a.costs[unit]! - ofA.ratio * a.accepted[unit]!) / ofA.meanAccepted;
}

function each({ moments: { units } }: MeasuredUnits, residual: Residual): Float64Array {
  const residuals = new Float64Array(units);
  for (let unit = 0; unit < units; unit += 1) residuals[unit] = residual(unit);
  return residuals;
}

function errorOf({ moments: { units } }: MeasuredUnits, residual: Residual): number {
  let squares = 0;
  for (let unit = 0; unit < units; unit += 1) squares += residual(unit) ** 2;
  return residualError(squares, units);
}

/**
 * Fieller's g: the squared share of the mean of accepted outcomes that its own error makes up.
 * From 1 on, a mean of 0 is within the error, and the ratio has no upper bound.
 */
export function fiellerG({ accepted }: CostUnits, moments: RatioMoments, alpha: number): number {
  let squares = 0;
  for (let unit = 0; unit < moments.units; unit += 1) {
    const residual = accepted[unit]! - moments.meanAccepted;
    squares += residual * residual;
  }
  const error = residualError(squares, moments.units);
  const t = studentQuantile(1 - alpha, moments.units - 1);
  return ((t * error) / moments.meanAccepted) ** 2;
}
