import { withoutBounds, type Interval } from "./interval.ts";
import { meanOf, squaresAbout } from "./moments.ts";
import { ratioMoments, type CostUnits } from "./ratio-moments.ts";
import { studentInterval } from "./symmetric-interval.ts";
import { studentQuantile } from "./student.ts";

/** A ratio of two sums with the error that linearising gives it. */
export interface RatioDelta extends Interval {
  readonly standardError: number | null;
}

/**
 * Total cost over total accepted with bounds as far above as below (delta method, Student's t). To
 * compare with other tools: with few accepted outcomes its upper bound is finite and false, and its
 * lower one can be below 0. `costPerAccepted` is what reports and gates take.
 */
export function ratioDelta(units: CostUnits, alpha: number): RatioDelta {
  const { units: n, meanAccepted, ratio } = ratioMoments(units);
  if (n === 0) return { ...withoutBounds(null, "no_data"), standardError: null };
  if (meanAccepted === 0) {
    return { ...withoutBounds(null, "no_accepted_outcomes"), standardError: null };
  }
  if (n < 2) return { ...withoutBounds(ratio, "fewer_than_two_units"), standardError: null };
  let squares = 0;
  for (let unit = 0; unit < n; unit += 1) {
    squares += (units.costs[unit]! - ratio * units.accepted[unit]!) ** 2;
  }
  const standardError = Math.sqrt(squares / n / (n - 1)) / meanAccepted;
  return { ...studentInterval(ratio, standardError, n - 1, alpha), standardError };
}

/** Bounds of a ratio that lie a factor below and the same factor above it (log-delta method). */
export function logDeltaBounds(
  ratio: number,
  logStandardError: number,
  df: number,
  alpha: number,
): { readonly lower: number; readonly upper: number } {
  const factor = Math.exp(studentQuantile(1 - alpha, df) * logStandardError);
  return { lower: ratio / factor, upper: ratio * factor };
}

/** The ratio with each unit left out in turn; infinite where that one alone accepted anything. */
export function ratiosLeavingOneOut({ costs, accepted }: CostUnits): Float64Array {
  const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
  const [cost, count] = [total(costs), total(accepted)];
  return costs.map((own, unit) => {
    const left = count - accepted[unit]!;
    return left === 0 ? Infinity : (cost - own) / left;
  });
}

/** Standard error and bias of a ratio by the jackknife; null where one unit carries it alone. */
export function ratioJackknife(
  units: CostUnits,
): { readonly standardError: number; readonly bias: number } | null {
  const { units: n, ratio } = ratioMoments(units);
  const values = ratiosLeavingOneOut(units);
  if (n < 2 || !values.every(Number.isFinite)) return null;
  const mean = meanOf(values);
  const standardError = Math.sqrt(((n - 1) / n) * squaresAbout(values, mean));
  return { standardError, bias: (n - 1) * (mean - ratio) };
}
