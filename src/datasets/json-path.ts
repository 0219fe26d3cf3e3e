import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { Cell } from "./table-row.ts";

export interface JsonPath {
  /** As written: an own key of exactly this name goes first. */
  readonly name: string;
  readonly steps: readonly string[];
  /** Of each step the place in a list that it names; NaN: none. */
  readonly places: readonly number[];
}

export function jsonPath(name: string): JsonPath {
  const steps = name.split(".");
  return { name, steps, places: steps.map((step) => (/^\d+$/.test(step) ? Number(step) : NaN)) };
}

/** The value that a path leads to in a row; absent: it leads nowhere. */
export function valueAt(row: JsonObject, { name, steps, places }: JsonPath): Cell {
  if (Object.hasOwn(row, name)) return row[name];
  if (steps.length === 1) return undefined;
  let value: Cell = row;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index]!;
    if (Array.isArray(value)) value = (value as readonly JsonValue[])[places[index]!];
    else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}
