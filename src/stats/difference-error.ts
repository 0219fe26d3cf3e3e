import { meanOf, squaresAbout } from "./moments.ts";

/** Standard error of a difference between two samples that have nothing to do with each other. */
export function unpairedDifferenceError(one: number, other: number): number {
  return Math.hypot(one, other);
}

/**
 * Standard error of a difference between two means over the same records, from each mean's own
 * error and the correlation of their values. Source: Miller (2024), arXiv:2411.00640, section 4.
 */
export function pairedDifferenceError(one: number, other: number, correlation: number): number {
  return Math.sqrt(Math.max(0, one * one + other * other - 2 * one * other * correlation));
}

/** Pearson's correlation of two columns of one length; null of none, or where either does not vary. */
export function correlation(xs: Float64Array, ys: Float64Array): number | null {
  if (xs.length === 0) return null;
  const [meanX, meanY] = [meanOf(xs), meanOf(ys)];
  const [squaresX, squaresY] = [squaresAbout(xs, meanX), squaresAbout(ys, meanY)];
  let products = 0;
  for (let index = 0; index < xs.length; index += 1) {
    products += (xs[index]! - meanX) * (ys[index]! - meanY);
  }
  if (!(squaresX > 0 && squaresY > 0)) return null;
  return Math.min(1, Math.max(-1, products / Math.sqrt(squaresX) / Math.sqrt(squaresY)));
}
