/** A number for a sentence: four significant digits, no exponent for what people write without. */
export function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(4));
  const plain = String(rounded);
  if (!plain.includes("e")) return plain;
  return Math.abs(rounded) < 1e-6 ? rounded.toFixed(12).replace(/0+$/, "") : plain;
}
