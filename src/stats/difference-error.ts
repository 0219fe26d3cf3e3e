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

/** Pearson's correlation of two columns of one length; null where either does not vary. */
export function correlation(xs: Float64Array, ys: Float64Array): number | null {
  const n = xs.length;
  let [sumX, sumY] = [0, 0];
  for (let index = 0; index < n; index += 1) {
    sumX += xs[index]!;
    sumY += ys[index]!;
  }
  const [meanX, meanY] = [sumX / n, sumY / n];
  let [squaresX, squaresY, products] = [0, 0, 0];
  for (let index = 0; index < n; index += 1) {
    const [dx, dy] = [xs[index]! - meanX, ys[index]! - meanY];
    squaresX += dx * dx;
    squaresY += dy * dy;
    products += dx * dy;
  }
  if (!(squaresX > 0 && squaresY > 0)) return null;
  return Math.min(1, Math.max(-1, products / Math.sqrt(squaresX) / Math.sqrt(squaresY)));
}
