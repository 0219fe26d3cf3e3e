import { deviance, logGamma, stirlingError } from "./gamma.ts";

export { logGamma };

/** x^a y^b / B(a, b) by Loader's saddle-point form, which keeps its digits for large a and b. */
function betaFront(x: number, y: number, a: number, b: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    deviance(a, n * x) -
    deviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt((a / n) * (b / (2 * Math.PI)));
}

/** Keeps a factor of the continued fraction away from 0, which the next step divides by. */
function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

/**
 * Continued fraction of the incomplete beta function, by the modified Lentz method. Of its two
 * forms this one takes the distance from the mean, a y - b x, without cancellation.
 * Source: DiDonato and Morris (1992), Algorithm 708, BFRAC.
 */
function betaFraction(x: number, y: number, a: number, b: number): number {
  const distance = a * y - b * x;
  let fraction = awayFromZero((a * (distance + 1)) / (a + 1));
  let c = fraction;
  let d = 0;
  // It converges within a few times the root of the larger parameter.
  const terms = 300 + 20 * Math.sqrt(Math.max(a, b));
  for (let m = 1; m <= terms; m += 1) {
    const before = a + 2 * m - 1;
    const above = ((a + m - 1) / before) * ((a + b + m - 1) / before) * m * (b - m) * x * x;
    const below =
      m + (m * (b - m) * x) / before + ((a + m) * (distance + 1 + m * (1 + y))) / (before + 2);
    d = 1 / awayFromZero(below + above * d);
    c = awayFromZero(below + above / c);
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-16) break;
  }
  return fraction;
}

/** The regularised incomplete beta function, with y = 1 - x given so that neither loses digits. */
export function regularizedBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const front = betaFront(x, y, a, b);
  if (x <= (a + 1) / (a + b + 2)) return front / betaFraction(x, y, a, b);
  return 1 - front / betaFraction(y, x, b, a);
}

/** P(X <= x) for X of a beta distribution; a and b above 0 and not necessarily whole. */
export function betaCdf(x: number, a: number, b: number): number {
  return regularizedBeta(x, 1 - x, a, b);
}

/** The x with betaCdf(x, a, b) = p: Newton's steps, halving the bracket wherever one leaves it. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  if (p === 0 || p === 1) return p;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  for (let step = 0; step < 400; step += 1) {
    const error = betaCdf(x, a, b) - p;
    if (error === 0) return x;
    if (error > 0) high = x;
    else low = x;
    const density = betaFront(x, 1 - x, a, b) / (x * (1 - x));
    const newton = x - error / density;
    const next = newton > low && newton < high ? newton : halfway(low, high);
    if (Math.abs(next - x) <= 2e-16 * x || next === low || next === high) return next;
    x = next;
  }
  return x;
}

/** Halves small numbers by their size, so that a quantile near 0 is not a thousand steps away. */
function halfway(low: number, high: number): number {
  if (low === 0) return high > 1e-3 ? high / 16 : high * 1e-3;
  return high > 4 * low ? Math.sqrt(low * high) : (low + high) / 2;
}
