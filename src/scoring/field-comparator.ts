import type { JsonValue } from "../core/json.ts";
import { isList } from "./grader-options.ts";
import { looseText } from "./normalization.ts";
import {
  agrees,
  numberAsRead,
  type ReadNumber,
  type Tolerance,
  wholeNumber,
} from "./read-number.ts";
import { canonicalJson, sameJson } from "./same-json.ts";

export const comparatorNames = ["exact", "text", "number", "date", "set"] as const;
export type ComparatorName = (typeof comparatorNames)[number];

type Compare = (expected: JsonValue, answer: JsonValue, tolerance: Tolerance) => boolean;

const comparators: Readonly<Record<ComparatorName, Compare>> = {
  exact: (expected, answer) => sameJson(expected, answer),
  text: (expected, answer) => {
    const left = asText(expected);
    const right = asText(answer);
    return left !== undefined && right !== undefined && looseText(left) === looseText(right);
  },
  number: (expected, answer, tolerance) => {
    const left = asNumber(expected);
    const right = asNumber(answer);
    return left !== undefined && right !== undefined && agrees(left, right, tolerance);
  },
  date: isSameDate,
  set: (expected, answer) =>
    isList(expected) && isList(answer) && sortedItems(expected) === sortedItems(answer),
};

/** How a value is compared where nobody says: by what is expected. */
function comparatorFor(expected: JsonValue): ComparatorName {
  if (typeof expected === "number") return "number";
  if (typeof expected !== "string") return "exact";
  return instantOf(expected) === undefined ? "text" : "date";
}

/** Whether a field of the answer agrees; no value and null are the same nothing. */
export function fieldAgrees(
  comparator: ComparatorName | undefined,
  tolerance: Tolerance,
  expected: JsonValue | undefined,
  answer: JsonValue | undefined,
): boolean {
  const wanted = expected ?? null;
  const found = answer ?? null;
  if (wanted === found) return true;
  if (wanted === null || found === null) return false;
  return comparators[comparator ?? comparatorFor(wanted)](wanted, found, tolerance);
}

function asText(value: JsonValue): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function asNumber(value: JsonValue): ReadNumber | undefined {
  if (typeof value === "string") return wholeNumber(value);
  if (typeof value !== "number") return undefined;
  return numberAsRead(value);
}

const dateText =
  /^(\d{4})(?:-(\d\d)-(\d\d)|\/(\d\d)\/(\d\d)|(\d\d)(\d\d))(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s?(Z|[+-]\d\d:?\d\d)?)?$/i;

interface Instant {
  /** Year, month and day as written. */
  readonly day: string;
  /** Absent: the text names a day only. A time without a zone is read as UTC. */
  readonly atMs: number | undefined;
}

function instantOf(text: string): Instant | undefined {
  if (text.length > 40) return undefined;
  const match = dateText.exec(text.trim());
  if (match === null) return undefined;
  const [, year, ...rest] = match;
  const [dashMonth, dashDay, slashMonth, slashDay, bareMonth, bareDay, time, zone] = rest;
  const day = `${year}-${dashMonth ?? slashMonth ?? bareMonth}-${dashDay ?? slashDay ?? bareDay}`;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const exists = Number.isFinite(midnight) && new Date(midnight).toISOString().startsWith(day);
  if (!exists) return undefined;
  if (time === undefined) return { day, atMs: undefined };
  const offset = (zone ?? "Z").toUpperCase().replace(/^([+-]\d\d):?(\d\d)$/, "$1:$2");
  const atMs = Date.parse(`${day}T${time}${offset}`);
  return Number.isFinite(atMs) ? { day, atMs } : undefined;
}

/** Two moments where both name one, else two days. Day and month in another order are not guessed. */
function isSameDate(expected: JsonValue, answer: JsonValue): boolean {
  if (typeof expected !== "string" || typeof answer !== "string") return false;
  const left = instantOf(expected);
  const right = instantOf(answer);
  if (left === undefined || right === undefined) return looseText(expected) === looseText(answer);
  if (left.atMs !== undefined && right.atMs !== undefined) return left.atMs === right.atMs;
  return left.day === right.day;
}

function sortedItems(items: readonly JsonValue[]): string {
  return items
    .map((item) => canonicalJson(item))
    .toSorted()
    .join("\n");
}
