/** Half a cent in septillionths of a dollar: whoever rounds coarser than to cents says so. */
const HALF_CENT_YOCTO = 5n * 10n ** 21n;

/**
 * A decimal as a whole number of 10^-digits, exponents included; finer digits are dropped.
 * Undefined: not a number.
 */
export function decimalAmount(text: string, digits: number): bigint | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text.trim());
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match ?? [];
  if (match === null || whole + fraction === "") return undefined;
  const shift = digits + Number(exponent) - fraction.length;
  const mantissa = BigInt(whole + fraction);
  const amount = shift >= 0 ? mantissa * 10n ** BigInt(shift) : mantissa / 10n ** BigInt(-shift);
  return sign === "-" ? -amount : amount;
}

/** How far an amount of dollars may lie off by its last digit, but never more than half a cent. */
export function roundedBy(text: string, digits: number): bigint {
  const fraction = /\.(\d*)/.exec(text)?.[1] ?? "";
  const places = digits - fraction.length;
  const half = places <= 0 ? 0n : 10n ** BigInt(places) / 2n;
  return half < HALF_CENT_YOCTO ? half : HALF_CENT_YOCTO;
}
