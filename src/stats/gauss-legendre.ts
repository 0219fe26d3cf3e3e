/** Points of an interval with the weights that turn a function's values there into its integral. */
export interface Quadrature {
  readonly points: readonly number[];
  readonly weights: readonly number[];
}

/**
 * Gauss and Legendre's rule over [-1, 1], exact for polynomials up to degree 2 * count - 1. The
 * points are the roots of the Legendre polynomial, found by Newton's steps.
 */
export function gaussLegendre(count: number): Quadrature {
  const points: number[] = [];
  const weights: number[] = [];
  for (let index = 0; index < count; index += 1) {
    let x = -Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    let slope = 1;
    for (let step = 0; step < 100; step += 1) {
      const { value, before } = legendre(count, x);
      slope = (count * (x * value - before)) / (x * x - 1);
      const change = value / slope;
      x -= change;
      if (Math.abs(change) < 1e-15) break;
    }
    points.push(x);
    weights.push(2 / ((1 - x * x) * slope * slope));
  }
  return { points, weights };
}

/** The Legendre polynomial of a degree at x, and that of one degree less. */
function legendre(degree: number, x: number): { readonly value: number; readonly before: number } {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n += 1) {
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  }
  return { value, before };
}
