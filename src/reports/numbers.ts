/** What stands in place of a number that is not there; reasons are words such as `no_data`. */
export function notAvailable(reason: string | undefined): string {
  const words = (reason ?? "unknown").replace(/[^\p{L}\p{N} .,%-]+/gu, " ").trim();
  return `n/a (${words})`;
}

/** Every digit of a number and no exponent: 1e-7 is `0.0000001`, -0 is `0`. */
export function plainDecimal(value: number): string {
  const text = String(value === 0 ? 0 : value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = "", first = "", rest = "", exponent = "0"] = match;
  const digits = first + rest;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}

/** A whole number with its thousands apart: `1,319`. */
export function countText(value: number): string {
  return grouped(plainDecimal(value));
}

/** A share as a percentage; what is not quite nothing or everything never reads as if it were. */
export function rateText(share: number): string {
  if (share === 0) return "0%";
  if (share === 1) return "100%";
  const percent = share * 100;
  if (percent > 0 && percent < 0.005) return "<0.01%";
  if (percent < 100 && percent >= 99.995) return ">99.99%";
  return `${fixed(percent, percent < 1 || percent > 99 ? 2 : 1)}%`;
}

/** A difference of two shares, in percentage points and with its sign. */
export function pointsText(difference: number): string {
  if (difference === 0) return "0 pp";
  const points = difference * 100;
  return `${signed(points, fixed(Math.abs(points), Math.abs(points) < 1 ? 2 : 1))} pp`;
}

/** Dollars: cents from one dollar up, four decimals below, significant digits below a cent. */
export function usdText(usd: number): string {
  const amount = Math.abs(usd);
  return `${usd < 0 ? "-" : ""}$${dollars(amount)}`;
}

/** A difference of two amounts, with its sign. */
export function usdDifferenceText(usd: number): string {
  return signed(usd, `$${dollars(Math.abs(usd))}`);
}

/** Milliseconds: whole ones from 100 up. */
export function msText(ms: number): string {
  return `${msDigits(ms)} ms`;
}

/** A difference of two durations, with its sign. */
export function msDifferenceText(ms: number): string {
  return `${signed(ms, msDigits(Math.abs(ms)))} ms`;
}

/** How many times as much: `×1.62`. */
export function ratioText(ratio: number): string {
  return `×${significant(ratio, 4, 1)}`;
}

function dollars(amount: number): string {
  if (amount === 0) return "0";
  if (amount >= 1) return grouped(fixed(amount, 2));
  if (amount >= 0.01) return fixed(amount, 4);
  return significant(amount, 4, 2);
}

function msDigits(ms: number): string {
  const size = Math.abs(ms);
  if (size >= 100) return grouped(fixed(ms, 0));
  return significant(ms, size >= 10 ? 3 : 2, 1);
}

/** `digits` significant digits without trailing zeros, but never fewer than `atLeast` digits. */
function significant(value: number, digits: number, atLeast: number): string {
  if (value === 0) return "0";
  const rounded = Number(value.toPrecision(digits));
  const shortest = plainDecimal(rounded);
  const shown = shortest.replace(/^[-0.]+/, "").replace(".", "").length;
  const isShort = shown < atLeast && Math.abs(rounded) < 1;
  return grouped(isShort ? shortest + "0".repeat(atLeast - shown) : shortest);
}

/** `toFixed` without its minus zero. */
function fixed(value: number, decimals: number): string {
  if (Math.abs(value) >= 1e21) return plainDecimal(value);
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace("-", "") : text;
}

function signed(value: number, size: string): string {
  if (!/[1-9]/.test(size)) return size;
  return `${value < 0 ? "-" : "+"}${size}`;
}

function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const parted = whole.replace(/\B(?=(?:\d{3})+$)/g, ",");
  return fraction === undefined ? parted : `${parted}.${fraction}`;
}
