import { failureKinds, isFailureKind, type FailureKind } from "../core/failure.ts";
import type { JsonObject, JsonValue } from "../core/json.ts";
import { NANO_USD, nanoUsdFromUsd } from "../core/money.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { Signal } from "../core/replay-record.ts";
import type { Cell } from "./table-row.ts";

/** Told of each value that cannot be read: the row is then rejected. */
export type Fault = (column: string, because: string) => void;

const DEEPEST_JSON = 100;
const LONGEST_SHOWN = 40;
const MOST_USD = 9_000_000;
const FEW_USD = 1000;

/** Text as it stands; numbers and booleans as they are written. */
export function readText(cell: Cell, column: string, fault: Fault): string | undefined {
  switch (typeof cell) {
    case "string":
    case "undefined":
      return cell;
    case "number":
    case "boolean":
      return String(cell);
    default:
      fault(column, "expected text, got a list or an object");
      return undefined;
  }
}

/** An answer's text; a structured answer counts as its JSON. */
export function readResponse(cell: Cell, column: string, fault: Fault): string | undefined {
  if (typeof cell !== "object") return readText(cell, column, fault);
  return readJson(cell, column, fault) === undefined ? undefined : JSON.stringify(cell);
}

/** A JSON value that no later step can choke on; CSV text stays text. */
export function readJson(cell: Cell, column: string, fault: Fault): JsonValue | undefined {
  if (typeof cell !== "object" || isWithin(cell, DEEPEST_JSON)) return cell;
  fault(column, `is nested deeper than ${DEEPEST_JSON} levels`);
  return undefined;
}

/** The value that a text holds as JSON; absent: it holds none. */
export function jsonIn(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

function isWithin(value: JsonValue, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) {
    for (const inner of value as readonly JsonValue[]) {
      if (!isWithin(inner, levels - 1)) return false;
    }
    return true;
  }
  const object = value as JsonObject;
  for (const name in object) {
    const inner = object[name];
    if (inner !== undefined && !isWithin(inner, levels - 1)) return false;
  }
  return true;
}

/** A finite number that is not negative. */
export function readAmount(cell: Cell, column: string, fault: Fault): number | undefined {
  if (cell === undefined || cell === "") return undefined;
  const value = numberIn(cell);
  if (value !== undefined && value >= 0) return value;
  fault(column, `expected a number of 0 or more, got ${shown(cell)}`);
  return undefined;
}

/** A whole number that is not negative. */
export function readCount(cell: Cell, column: string, fault: Fault): number | undefined {
  if (cell === undefined || cell === "") return undefined;
  const value = numberIn(cell);
  if (value !== undefined && value >= 0 && Number.isSafeInteger(value)) return value;
  fault(column, `expected a whole number of 0 or more, got ${shown(cell)}`);
  return undefined;
}

/** Any finite number: graded scores may be negative. */
export function readScore(cell: Cell, column: string, fault: Fault): number | undefined {
  if (cell === undefined || cell === "") return undefined;
  const value = numberIn(cell);
  if (value === undefined) fault(column, `expected a number, got ${shown(cell)}`);
  return value;
}

/** Dollars, as whole nano-dollars. */
export function readCost(cell: Cell, column: string, fault: Fault): number | undefined {
  const usd = readAmount(cell, column, fault);
  if (usd === undefined) return undefined;
  // Far from a tie, and small enough for it, plain rounding says the same at a tenth of the time.
  const nanoUsd = usd * NANO_USD;
  const nearest = Math.round(nanoUsd);
  if (usd < FEW_USD && Math.abs(nanoUsd - nearest) < 0.4) return nearest;
  if (usd <= MOST_USD) return nanoUsdFromUsd(usd);
  fault(column, `more than ${MOST_USD} dollars for one call`);
  return undefined;
}

/** true/false in any case, or 1/0. */
export function readFlag(cell: Cell, column: string, fault: Fault): boolean | undefined {
  if (cell === undefined || cell === "") return undefined;
  const value = flagIn(cell);
  if (value === undefined) fault(column, `expected true or false, got ${shown(cell)}`);
  return value;
}

/** One of the error classes. */
export function readFailureKind(cell: Cell, column: string, fault: Fault): FailureKind | undefined {
  if (cell === undefined || cell === "") return undefined;
  if (typeof cell === "string" && isFailureKind(cell)) return cell;
  const hint = typeof cell === "string" ? didYouMean(cell, failureKinds) : undefined;
  const more = hint === undefined ? `: one of ${failureKinds.join(", ")}` : ` (${hint})`;
  fault(column, `expected an error class, got ${shown(cell)}${more}`);
  return undefined;
}

/** A run-time fact: JSON keeps its type, text is a boolean or a number where it looks like one. */
export function readSignal(
  cell: Cell,
  isTyped: boolean,
  column: string,
  fault: Fault,
): Signal | undefined {
  if (typeof cell === "object") return readText(cell, column, fault);
  if (typeof cell !== "string" || isTyped) return cell;
  return flagIn(cell) ?? decimalIn(cell) ?? cell;
}

/** What a policy may look at: like a signal, but "true" and "1" are no booleans. */
export function readFeature(
  cell: Cell,
  isTyped: boolean,
  column: string,
  fault: Fault,
): Signal | undefined {
  if (typeof cell === "object") return readText(cell, column, fault);
  if (typeof cell !== "string" || isTyped) return cell;
  return decimalIn(cell) ?? cell;
}

function flagIn(cell: JsonValue): boolean | undefined {
  if (typeof cell === "boolean") return cell;
  if (cell === "True" || cell === "true" || cell === "1" || cell === 1) return true;
  if (cell === "False" || cell === "false" || cell === "0" || cell === 0) return false;
  if (typeof cell !== "string") return undefined;
  const word = cell.trim().toLowerCase();
  if (word === "true") return true;
  return word === "false" ? false : undefined;
}

/** A finite number, from a JSON number or from its text. */
function numberIn(cell: JsonValue): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string") return undefined;
  const digits = shortDigits(cell);
  if (digits !== -1) return digits;
  const value = Number(cell);
  if (!Number.isFinite(value)) return undefined;
  // What `Number` reads beyond decimals: blanks as 0, and 0x, 0o, 0b.
  const first = cell.charCodeAt(0);
  const isPlain = (first > 48 && first <= 57) || (first === 48 && cell.charCodeAt(1) <= 57);
  return isPlain || /^\s*[+-]?[\d.]+(e[+-]?\d+)?\s*$/i.test(cell) ? value : undefined;
}

/** A whole number of few digits, which most counts are; -1: the text is anything else. */
function shortDigits(text: string): number {
  if (text.length > 9) return -1;
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return text.length === 0 ? -1 : value;
}

/** JSON's grammar for numbers; a whole number that a double would round stays text. */
function decimalIn(text: string): number | undefined {
  const code = text.charCodeAt(0);
  if (code !== 45 && !(code >= 48 && code <= 57)) return undefined;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  if (!Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : value;
}

/** A value as a message shows it: short. */
export function shown(cell: Cell): string {
  const text = JSON.stringify(cell) ?? "nothing";
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
