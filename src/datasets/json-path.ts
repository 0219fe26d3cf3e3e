import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { Cell } from "./table-row.ts";

export interface JsonPath {
  /** As written: an own key of exactly this name goes first. */
  readonly name: string;
  readonly steps: readonly string[];
  /** Of each step the place in a list that it names; NaN: none. */
  readonly places: readonly number[];
  /** Whether the name, or a step of it, is one that every object has by itself: only own ones count. */
  readonly isInherited: boolean;
}

export function jsonPath(name: string): JsonPath {
  const steps = name.split(".");
  const places = steps.map((step) => (/^\d+$/.test(step) ? Number(step) : NaN));
  return {
    name,
    steps,
    places,
    isInherited: [name, ...steps].some((one) => one in Object.prototype),
  };
}

/** The value that a path leads to in a row; absent: it leads nowhere. */
export function valueAt(row: JsonObject, { name, steps, places, isInherited }: JsonPath): Cell {
  const whole = ownValue(row, name, isInherited);
  if (whole !== undefined || steps.length === 1) return whole;
  let value: Cell = row;
  for (let index = 0; index < steps.length; index += 1) {
    const step = steps[index]!;
    if (Array.isArray(value)) value = (value as readonly JsonValue[])[places[index]!];
    else if (isJsonObject(value)) value = ownValue(value, step, isInherited);
    else return undefined;
  }
  return value;
}

function ownValue(object: JsonObject, name: string, isInherited: boolean): Cell {
  // Asking first takes as long as both for the names that are only ever own.
  return isInherited && !Object.hasOwn(object, name) ? undefined : object[name];
}
