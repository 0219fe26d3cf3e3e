import type { TimeUnit } from "../manifest-shape.ts";
import type { Cell } from "../table-row.ts";

/** Year 10000 and all later ones are a unit mistaken for another. */
const END_OF_TIME_MS = 253_402_300_800_000;

const perMs: Readonly<Record<TimeUnit, number>> = { s: 0.001, ms: 1, us: 1000, ns: 1_000_000 };

/**
 * Milliseconds since 1970 of a number of `unit`, from a JSON number or its text. Whole numbers in
 * text are divided as such: 1790932800000000001 nanoseconds are more digits than a double holds.
 * Absent: no number, negative, or beyond the year 9999.
 */
export function epochMs(cell: Cell, unit: TimeUnit): number | undefined {
  const isText = typeof cell === "string";
  const text = isText ? cell.trim() : "";
  const ms = isText
    ? textMs(text, unit)
    : typeof cell === "number"
      ? scaledMs(cell, unit)
      : undefined;
  return ms !== undefined && ms >= 0 && ms < END_OF_TIME_MS ? ms : undefined;
}

function textMs(text: string, unit: TimeUnit): number | undefined {
  if (!/^\d{1,30}(\.\d+)?$/.test(text)) return undefined;
  if (unit !== "ns" || text.length < 16 || text.includes(".")) return scaledMs(Number(text), unit);
  const nanoseconds = BigInt(text);
  const wholeMs = nanoseconds / 1_000_000n;
  return Number(wholeMs) + Number(nanoseconds % 1_000_000n) / 1_000_000;
}

function scaledMs(value: number, unit: TimeUnit): number {
  return unit === "s" ? secondsToMs(value) : value / perMs[unit];
}

/**
 * Seconds as milliseconds. 16.1 s are 16100 ms, not 16100.000000000002: a value that fits a double's
 * fifteen safe digits comes out in fifteen; one with more digits is multiplied as it is.
 */
export function secondsToMs(seconds: number): number {
  const product = seconds * 1000;
  if (Number.isSafeInteger(product)) return product;
  return Number(seconds.toPrecision(15)) === seconds ? Number(product.toPrecision(15)) : product;
}

/** Milliseconds between two moments, without the rest that doubles leave: to the microsecond. */
export function spanMs(startMs: number | undefined, endMs: number | undefined): number | undefined {
  if (startMs === undefined || endMs === undefined || endMs < startMs) return undefined;
  return Math.round((endMs - startMs) * 1000) / 1000;
}

/** When a call ended of which its start and what it took are known. */
export function endAfter(
  startMs: number | undefined,
  durationMs: number | undefined,
): number | undefined {
  return startMs === undefined || durationMs === undefined ? undefined : startMs + durationMs;
}
