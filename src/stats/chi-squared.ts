import { logGamma } from "./gamma.ts";

/** P(X > x) of a chi-squared distribution. */
export function chiSquaredAbove(x: number, degreesOfFreedom: number): number {
  if (degreesOfFreedom <= 0) return 1;
  return x <= 0 ? 1 : gammaAbove(degreesOfFreedom / 2, x / 2);
}

/**
 * The regularised upper incomplete gamma function: by its series where that converges soon, else
 * by its continued fraction. Source: Abramowitz and Stegun (1964), 6.5.29 and 6.5.31.
 */
function gammaAbove(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) return Math.max(0, 1 - (front * series(a, x)) / a);
  return Math.min(1, front * fraction(a, x));
}

const MOST_TERMS = 10_000;

function series(a: number, x: number): number {
  let [term, sum] = [1, 1];
  for (let n = 1; n < MOST_TERMS && term > sum * 1e-17; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** By the modified Lentz method. */
function fraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_TERMS; n += 1) {
    const above = n * (a - n);
    b += 2;
    d = 1 / awayFromZero(above * d + b);
    c = awayFromZero(b + above / c);
    value *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}
