import { epochMs } from "./logs/units.ts";
import type { TimeUnit } from "./manifest-shape.ts";
import { shown, type Fault } from "./read-cell.ts";
import type { Cell } from "./table-row.ts";

/** Numbers below this count seconds since 1970, from it on milliseconds: it is the year 5138 or 1973. */
const FIRST_MILLISECONDS = 1e11;
const LAST_MILLISECONDS = 1e14;

const pattern =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

export interface Moment {
  /** Since 1970, UTC; a fraction is kept. */
  readonly ms: number;
  /** Whether nothing said which zone it is in: it was read as UTC. */
  readonly lacksZone: boolean;
}

/** What a number counts since 1970: a unit, nothing at all (`iso`), or what its size suggests. */
export type NumberOfTime = TimeUnit | "iso" | "guess";

/**
 * A time in ISO 8601, or a number of `unit` since 1970. Never the machine's zone. With a unit a time
 * is a number and nothing else: 20261125 is no date then.
 */
export function readTime(
  cell: Cell,
  column: string,
  fault: Fault,
  unit: NumberOfTime = "guess",
): Moment | undefined {
  if (cell === undefined || cell === "") return undefined;
  const found = timeIn(cell, unit);
  if (found === undefined) {
    const expected = unit === "iso" || unit === "guess" ? "a time (ISO 8601)" : unitWords[unit];
    fault(column, `expected ${expected}, got ${shown(cell)}`);
  }
  return found;
}

const unitWords: Readonly<Record<TimeUnit, string>> = {
  s: "seconds since 1970",
  ms: "milliseconds since 1970",
  us: "microseconds since 1970",
  ns: "nanoseconds since 1970",
};

function timeIn(cell: Cell, unit: NumberOfTime): Moment | undefined {
  if (unit !== "iso" && unit !== "guess") {
    const ms = epochMs(cell, unit);
    return ms === undefined ? undefined : { ms, lacksZone: false };
  }
  const moment = typeof cell === "string" ? parseTime(cell.trim()) : undefined;
  return moment ?? (unit === "guess" ? sinceEpoch(cell) : undefined);
}

function sinceEpoch(cell: Cell): Moment | undefined {
  const isText = typeof cell === "string" && /^\d+(\.\d+)?$/.test(cell.trim());
  const value = typeof cell === "number" ? cell : isText ? Number(cell) : Number.NaN;
  if (!(value >= 0 && value < LAST_MILLISECONDS)) return undefined;
  return { ms: value < FIRST_MILLISECONDS ? value * 1000 : value, lacksZone: false };
}

function parseTime(text: string): Moment | undefined {
  const plainMs = plainTimeMs(text);
  if (plainMs !== undefined) return { ms: plainMs, lacksZone: false };
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction, zone] = match;
  const wholeMs = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  // Date.UTC carries over: 30 February would become 1 or 2 March.
  const isReal =
    new Date(wholeMs).getUTCDate() === Number(day) &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (!isReal) return undefined;
  const fractionMs = fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000;
  return { ms: wholeMs + fractionMs - offsetMs(zone), lacksZone: zone === undefined };
}

/**
 * Most times of logs are written so: 2026-10-02T09:14:03.120Z. Read digit by digit they take a tenth
 * of the time; absent: written otherwise, or no such day, which the pattern judges.
 */
function plainTimeMs(text: string): number | undefined {
  if (text.length !== 24 || text[10] !== "T" || text[19] !== "." || text[23] !== "Z") {
    return undefined;
  }
  if (text[4] !== "-" || text[7] !== "-" || text[13] !== ":" || text[16] !== ":") return undefined;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const fraction = digits(text, 20, 23);
  // Days up to 28 are in every month: the others are rare enough for the long way.
  const isPlain =
    year >= 1000 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 28 &&
    hour >= 0 &&
    hour < 24 &&
    minute >= 0 &&
    minute < 60 &&
    second >= 0 &&
    second < 60;
  if (!isPlain || fraction < 0) return undefined;
  return dayMs(year, month, day) + ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

/** The day that was asked for last: rows that follow on each other are mostly of one day. */
const lastDay = { year: 0, month: 0, day: 0, ms: 0 };

function dayMs(year: number, month: number, day: number): number {
  if (day !== lastDay.day || month !== lastDay.month || year !== lastDay.year) {
    Object.assign(lastDay, { year, month, day, ms: Date.UTC(year, month - 1, day) });
  }
  return lastDay.ms;
}

/** A number of two to four digits; negative: not all are digits. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", "") || "0");
  return (zone.startsWith("-") ? -1 : 1) * minutes * 60_000;
}
