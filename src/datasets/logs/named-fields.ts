import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { jsonIn, readAmount, readCost, readCount, type Fault } from "../read-cell.ts";
import type { LogReading } from "./log-format.ts";
import { isoMs, listIn, textIn } from "./row-fields.ts";

/** A value of a row; absent where there is none, or null, or an empty text. */
export function valueNamed(row: JsonObject | undefined, name: string): JsonValue | undefined {
  const value = row === undefined || !Object.hasOwn(row, name) ? undefined : row[name];
  return value === null || value === "" ? undefined : value;
}

/** The first of several names that has a value: a format spells some fields in two ways. */
export function firstNamed(
  row: JsonObject | undefined,
  names: readonly string[],
): { readonly name: string; readonly value: JsonValue } | undefined {
  for (const name of names) {
    const value = valueNamed(row, name);
    if (value !== undefined) return { name, value };
  }
  return undefined;
}

/** A text, or a number as it is written. */
export function textNamed(
  row: JsonObject | undefined,
  ...names: readonly string[]
): string | undefined {
  return textIn(firstNamed(row, names)?.value);
}

/** An object, or the one that a text holds as JSON; absent: there is none. */
export function objectNamed(
  row: JsonObject | undefined,
  ...names: readonly string[]
): JsonObject | undefined {
  const value = unquoted(firstNamed(row, names)?.value);
  return isJsonObject(value) ? value : undefined;
}

/** The objects of a list, or of the one that a text holds as JSON. */
export function objectsNamed(
  row: JsonObject | undefined,
  ...names: readonly string[]
): readonly JsonObject[] {
  return listIn(firstNamed(row, names)?.value).filter(isJsonObject);
}

/** A value, or what it holds as JSON where it is the text of an object or a list. */
export function unquoted(value: JsonValue | undefined): JsonValue | undefined {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  return jsonIn(value) ?? value;
}

/** Columns of one row, read with faults that name the column. */
export interface NamedFields {
  readonly count: (...names: readonly string[]) => number | undefined;
  readonly amount: (...names: readonly string[]) => number | undefined;
  /** Dollars, as whole nano-dollars. */
  readonly costUsd: (...names: readonly string[]) => number | undefined;
  /** ISO 8601, as milliseconds since 1970; a bare number is a fault: nothing says what it counts. */
  readonly time: (...names: readonly string[]) => number | undefined;
}

/** `within` is where the object stands in its row, such as `usage.`; empty: it is the row. */
export function namedFields(
  row: JsonObject | undefined,
  within: string,
  reading: Pick<LogReading, "fault" | "lacksZone">,
): NamedFields {
  const read =
    (reader: (cell: JsonValue, column: string, fault: Fault) => number | undefined) =>
    (...names: readonly string[]): number | undefined => {
      const found = firstNamed(row, names);
      return found === undefined
        ? undefined
        : reader(found.value, within + found.name, reading.fault);
    };
  return {
    count: read(readCount),
    amount: read(readAmount),
    costUsd: read(readCost),
    time: read((cell, column) => isoMs(cell, column, reading)),
  };
}
