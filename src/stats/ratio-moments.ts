import { mean } from "simple-statistics";
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
  const meanAccepted = meanOf(accepted);
  return { units: costs.length, meanCost, meanAccepted, ratio: meanCost / meanAccepted };
}

/** The library only indexes and reads the length: a copied array of a million would be waste. */
function meanOf(values: Float64Array): number {
  return mean(values as unknown as number[]);
}

/** Standard error of a mean of residuals whose true mean is 0, from a function of the unit. */
export function residualError(units: number, residualOf: (unit: number) => number): number {
  let squares = 0;
  for (let unit = 0; unit < units; unit += 1) squares += residualOf(unit) ** 2;
  return Math.sqrt(squares / units / (units - 1));
}

/**
 * Fieller's g: the squared share of the mean of accepted outcomes that its own error makes up.
 * From 1 on, a mean of 0 is within the error, and the ratio has no upper bound.
 */
export function fiellerG(units: CostUnits, moments: RatioMoments, alpha: number): number {
  const { accepted } = units;
  const error = residualError(moments.units, (unit) => accepted[unit]! - moments.meanAccepted);
  const t = studentQuantile(1 - alpha, moments.units - 1);
  return ((t * error) / moments.meanAccepted) ** 2;
}
