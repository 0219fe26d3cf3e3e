/** Skewness of residuals about a mean of 0; null where they do not vary. */
export function skewnessOf(residuals: Float64Array): number | null {
  let [squares, cubes] = [0, 0];
  for (let index = 0; index < residuals.length; index += 1) {
    const residual = residuals[index]!;
    squares += residual * residual;
    cubes += residual * residual * residual;
  }
  if (!(squares > 0)) return null;
  return cubes / residuals.length / (squares / residuals.length) ** 1.5;
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
