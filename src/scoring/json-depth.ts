import type { JsonValue } from "../core/json.ts";
import { MAX_JSON_DEPTH } from "./json-reader.ts";

/**
 * Whether a value is nested deeper than anything here recurses. It walks level by level, since it
 * is asked of values that an SDK has parsed and nobody has measured yet.
 */
export function isTooDeep(value: JsonValue): boolean {
  let level: readonly JsonValue[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_JSON_DEPTH) return true;
    level = level.flatMap((member) =>
      typeof member === "object" && member !== null ? Object.values(member) : [],
    );
  }
  return false;
}
