import { mean } from "simple-statistics";

/** Mean of at least one value, from a sum that loses no digits on the way. */
export function meanOf(values: Float64Array): number {
  const total = Number.isInteger(values[0]) ? wholeSum(values) : undefined;
  if (total !== undefined) return total / values.length;
  // The library only indexes and reads the length: a copied array of a million would be waste.
  return mean(values as unknown as number[]);
}

/**
 * Whole numbers that stay within 53 bits lose no digits in their plain sum either, which takes a
 * fifth of the time. Undefined: they are not all whole, or too large.
 */
function wholeSum(values: Float64Array): number | undefined {
  let [sum, magnitude, fractions] = [0, 0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    sum += value;
    magnitude += Math.abs(value);
    fractions += value - Math.floor(value);
  }
  return fractions === 0 && magnitude <= Number.MAX_SAFE_INTEGER ? sum : undefined;
}

/** Sum of the squared distances from a centre. */
export function squaresAbout(values: Float64Array, centre: number): number {
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += (values[index]! - centre) ** 2;
  return squares;
}
