/** A number as it stood in a text. */
export interface ReadNumber {
  readonly value: number;
  /** Digits of a whole number, without separators: doubles round the long ones. */
  readonly integer: string | undefined;
  readonly source: string;
}

export type DecimalMark = "." | ",";

/**
 * Sign, thousands in groups of three, decimals, exponent. A minus directly after a letter or digit
 * is a hyphen ("2024-05", "A-7"). Every branch consumes what it looked at, so a scan is linear.
 */
const numberIn: Readonly<Record<DecimalMark, RegExp>> = {
  ".": /(?:(?<![\p{L}\p{N}])[-+−]\p{Sc}?)?(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?/gu,
  ",": /(?:(?<![\p{L}\p{N}])[-+−]\p{Sc}?)?(?:(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:,\d+)?|,\d+)(?:[eE][-+]?\d+)?/gu,
};

/** The first or last finite number in a text: "#### 18", "$1,234.50", "−3.5e2". */
export function numberInText(
  text: string,
  which: "first" | "last",
  decimalMark: DecimalMark,
): ReadNumber | undefined {
  let last: ReadNumber | undefined;
  for (const [source] of text.matchAll(numberIn[decimalMark])) {
    const read = toNumber(source, decimalMark);
    if (read === undefined) continue;
    if (which === "first") return read;
    last = read;
  }
  return last;
}

/** The number that a text is, and nothing besides but spaces, a currency sign or a percent sign. */
export function wholeNumber(text: string): ReadNumber | undefined {
  const bare = text
    .trim()
    .replace(/^\p{Sc}\s?/u, "")
    .replace(/\s?[\p{Sc}%]$/u, "");
  const read = numberInText(bare, "first", ".");
  return read?.source === bare ? read : undefined;
}

/** A number that was never text: beyond 2^53 its digits are not those that were written. */
export function numberAsRead(value: number): ReadNumber {
  const source = String(value);
  return { value, integer: Number.isSafeInteger(value) ? source : undefined, source };
}

function toNumber(source: string, decimalMark: DecimalMark): ReadNumber | undefined {
  const plain = source.replace("−", "-").replace(/[\p{Sc}+]/gu, "");
  const digits =
    decimalMark === "." ? plain.replaceAll(",", "") : plain.replaceAll(".", "").replace(",", ".");
  // The exponent's own plus sign was dropped with the number's, which changes nothing.
  const value = Number(digits);
  if (!Number.isFinite(value)) return undefined;
  return { value, integer: /^-?\d+$/.test(digits) ? digits : undefined, source };
}

/** How far two numbers may be apart and still agree. */
export interface Tolerance {
  readonly absolute: number;
  /** A share of the expected value. */
  readonly relative: number;
}

/** What reading two numbers and subtracting them may be off by, as a share: four last bits. */
const ROUNDING = 4 * Number.EPSILON;

/** Whether a number agrees with the expected one; without tolerance every digit counts. */
export function agrees(expected: ReadNumber, read: ReadNumber, tolerance: Tolerance): boolean {
  const { absolute, relative } = tolerance;
  const largest = Math.max(Math.abs(expected.value), Math.abs(read.value));
  const allowed = Math.max(absolute, relative * Math.abs(expected.value));
  const isLong = largest > Number.MAX_SAFE_INTEGER;
  if (isLong && expected.integer !== undefined && read.integer !== undefined) {
    const distance = BigInt(expected.integer) - BigInt(read.integer);
    return Math.abs(Number(distance)) <= allowed + allowed * ROUNDING;
  }
  // |0.30 - 0.31| is a little more than 0.01 in doubles: the bound itself has to hold. Where the
  // doubles are too coarse for the tolerance, a slack would swallow it.
  const rounding = largest * ROUNDING;
  const slack = rounding <= allowed ? rounding : 0;
  return Math.abs(expected.value - read.value) <= allowed + slack;
}
