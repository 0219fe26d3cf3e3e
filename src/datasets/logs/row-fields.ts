import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { jsonIn, type Fault } from "../read-cell.ts";
import { readTime } from "../read-time.ts";
import type { LogReading } from "./log-format.ts";

const nothing: JsonObject = {};

/** The object that a value is, or that its text holds as JSON: columns of exports are often text. */
export function objectIn(value: JsonValue | undefined): JsonObject {
  if (isJsonObject(value)) return value;
  if (typeof value !== "string" || value === "{}" || !/^\s*\{/.test(value)) return nothing;
  const inner = jsonIn(value);
  return isJsonObject(inner) ? inner : nothing;
}

/** The list that a value is, or that its text holds as JSON. */
export function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value as readonly JsonValue[];
  if (typeof value !== "string" || !/^\s*\[/.test(value)) return [];
  const inner = jsonIn(value);
  return Array.isArray(inner) ? (inner as readonly JsonValue[]) : [];
}

/** A text that says something: names and ids that are numbers count too. */
export function textIn(value: JsonValue | undefined): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" ? String(value) : undefined;
}

/** The first of some values that is a text. */
export function firstText(...values: readonly (JsonValue | undefined)[]): string | undefined {
  for (const value of values) {
    const text = textIn(value);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Null is how JSON says that there is nothing. */
export function present(value: JsonValue | undefined): JsonValue | undefined {
  return value === null ? undefined : value;
}

/** An ISO 8601 time as milliseconds since 1970; without a zone it is UTC, which is said once. */
export function isoMs(
  value: JsonValue | undefined,
  column: string,
  { fault, lacksZone }: Pick<LogReading, "fault" | "lacksZone">,
): number | undefined {
  const moment = readTime(present(value), column, fault, "iso");
  if (moment?.lacksZone === true) lacksZone();
  return moment?.ms;
}

/** The id of a row; a fault where there is none. */
export function idIn(
  value: JsonValue | undefined,
  column: string,
  fault: Fault,
): string | undefined {
  const id = textIn(value);
  if (id === undefined) fault(column, "is empty: every call needs an id");
  else if (id.length > LONGEST_ID) {
    fault(column, `an id longer than ${LONGEST_ID} characters`);
    return undefined;
  }
  return id;
}

const LONGEST_ID = 10_000;

/** Tells of every field of a part of a row that is not known, under the part's name. */
export type UnmappedFields = (part: JsonObject, unmapped: LogReading["unmapped"]) => void;

export function unmappedFields(
  name: string,
  known: ReadonlySet<string> = new Set(),
): UnmappedFields {
  /** Joined once: a text that is new each time cannot be looked up without reading all of it. */
  const paths = new Map<string, string>();
  return (part, unmapped) => {
    for (const key in part) {
      if (known.has(key)) continue;
      const path = paths.get(key) ?? `${name}.${key}`;
      if (paths.size < MOST_PATHS) paths.set(key, path);
      unmapped(path);
    }
  };
}

const MOST_PATHS = 100;
