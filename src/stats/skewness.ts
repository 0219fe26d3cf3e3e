import { meanOf } from "./moments.ts";

/** Skewness of residuals about a mean of 0; null where they do not vary. */
export function skewnessOf(residuals: Float64Array): number | null {
  const { squares, cubes } = powerSumsOf(residuals, 0);
  if (!(squares > 0)) return null;
  return cubes / residuals.length / (squares / residuals.length) ** 1.5;
}

/**
 * The same without the part of its bias that falls with the number of units: few units from a long
 * tail seldom hold its end, so that they look less skewed than it is. Each unit is left out once.
 * Null where they do not vary, or no longer do without one of them. Source: Quenouille (1956),
 * Biometrika 43:353.
 */
export function jackknifedSkewness(residuals: Float64Array): number | null {
  const n = residuals.length;
  if (n < 3) return null;
  const centre = meanOf(residuals);
  const { squares, cubes } = powerSumsOf(residuals, centre);
  if (!(squares > 0)) return null;
  const whole = cubes / n / (squares / n) ** 1.5;
  const rest = n - 1;
  let sum = 0;
  for (let index = 0; index < n; index += 1) {
    const left = residuals[index]! - centre;
    const mean = -left / rest;
    const second = (squares - left * left) / rest;
    const variance = second - mean * mean;
    // What rounding leaves of nothing is no variation.
    if (!(variance > 1e-12 * second)) return null;
    const third = (cubes - left * left * left) / rest - 3 * mean * second + 2 * mean * mean * mean;
    sum += third / (variance * Math.sqrt(variance));
  }
  return n * whole - (rest * sum) / n;
}

function powerSumsOf(
  values: Float64Array,
  centre: number,
): { readonly squares: number; readonly cubes: number } {
  let [squares, cubes] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const residual = values[index]! - centre;
    squares += residual * residual;
    cubes += residual * residual * residual;
  }
  return { squares, cubes };
}

/**
 * By how many standard errors Student's upper bound on a mean is too near where its units are
 * skewed to the right, at this quantile of his t; below 0: it is farther than it need be. The lower
 * bound is too near by as much with the other sign. Source: Johnson (1978), JASA 73:536, by the
 * Edgeworth expansion of a studentised mean.
 */
export function skewShift(skewness: number, units: number, t: number): number {
  return (skewness * (2 * t * t + 1)) / (6 * Math.sqrt(units));
}
