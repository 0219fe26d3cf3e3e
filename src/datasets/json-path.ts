import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { Cell } from "./table-row.ts";

export interface JsonPath {
  /** As written: an own key of exactly this name goes first. */
  readonly name: string;
  readonly steps: readonly string[];
}

export function jsonPath(name: string): JsonPath {
  return { name, steps: name.split(".") };
}

/** The value that a path leads to in a row; absent: it leads nowhere. */
export function valueAt(row: JsonObject, { name, steps }: JsonPath): Cell {
  if (Object.hasOwn(row, name)) return row[name];
  if (steps.length === 1) return undefined;
  let value: Cell = row;
  for (const step of steps) {
    if (Array.isArray(value)) {
      value = /^\d+$/.test(step) ? (value as readonly JsonValue[])[Number(step)] : undefined;
    } else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
