const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** From here on Stirling's series is exact to the last digit. */
const SERIES_FROM = 15;

/** What Stirling's formula leaves out of log Gamma(x) (Binet's function), for x above 0. */
export function stirlingError(x: number): number {
  let shifted = x;
  let error = 0;
  while (shifted < SERIES_FROM) {
    error += (shifted + 0.5) * Math.log1p(1 / shifted) - 1;
    shifted += 1;
  }
  const square = 1 / (shifted * shifted);
  const series =
    1 / 12 -
    square *
      (1 / 360 -
        square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360360))));
  return error + series / shifted;
}

/** Natural logarithm of the gamma function, for x above 0. */
export function logGamma(x: number): number {
  if (!(x > 0)) return NaN;
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x);
}

/**
 * x log(x / mean) + mean - x without cancellation where x is near the mean.
 * Source: Loader (2000), Fast and Accurate Computation of Binomial Probabilities.
 */
export function deviance(x: number, mean: number): number {
  if (x === 0) return mean;
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const v = (x - mean) / (x + mean);
  let sum = (x - mean) * v;
  let power = 2 * x * v;
  for (let odd = 3; odd < 200; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}
