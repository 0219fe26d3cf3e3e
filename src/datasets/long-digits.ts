/** A whole number of fewer digits fits a double. */
const LONG_DIGITS = 16;
const HALF = LONG_DIGITS / 2;

/**
 * Whether sixteen digits follow on each other anywhere in these bytes. One of them stands at a
 * sixteenth place then, and another one half as far before or behind it: looking there takes a tenth
 * of what a pattern takes for the text.
 */
export function hasLongDigits(bytes: Uint8Array): boolean {
  const { length } = bytes;
  for (let at = LONG_DIGITS - 1; at < length; at += LONG_DIGITS) {
    // Written out: as a call each test takes as long as all three.
    if ((bytes[at]! - ZERO) >>> 0 > 9) continue;
    const isBefore = (bytes[at - HALF]! - ZERO) >>> 0 <= 9;
    if (!isBefore && (at + HALF > length || (bytes[at + HALF - 1]! - ZERO) >>> 0 > 9)) continue;
    if (digitsAround(bytes, at) >= LONG_DIGITS) return true;
  }
  return false;
}

const ZERO = 48;

function digitsAround(bytes: Uint8Array, at: number): number {
  let [from, to] = [at, at + 1];
  while (from > 0 && isDigit(bytes[from - 1]!)) from -= 1;
  while (to < bytes.length && isDigit(bytes[to]!)) to += 1;
  return to - from;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}
