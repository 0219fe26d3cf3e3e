import { mean } from "simple-statistics";

/** Mean of at least one value, from a sum that loses no digits on the way. */
export function meanOf(values: Float64Array): number {
  // The library only indexes and reads the length: a copied array of a million would be waste.
  return mean(values as unknown as number[]);
}

/** Sum of the squared distances from a centre. */
export function squaresAbout(values: Float64Array, centre: number): number {
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) squares += (values[index]! - centre) ** 2;
  return squares;
}
