import { isJsonObject, type JsonValue } from "../core/json.ts";
import { isList } from "./grader-options.ts";

/**
 * The value at a dotted path (`customer.name`, `lines.0.amount`); absent: there is none.
 * A key that itself holds dots is found too. Only own keys count, never a prototype's.
 */
export function valueAt(value: JsonValue | undefined, path: string): JsonValue | undefined {
  if (isJsonObject(value) && Object.hasOwn(value, path)) return value[path];
  let current = value;
  for (const part of path.split(".")) {
    if (isList(current)) current = /^\d+$/.test(part) ? current[Number(part)] : undefined;
    else if (isJsonObject(current) && Object.hasOwn(current, part)) current = current[part];
    else return undefined;
  }
  return current;
}
