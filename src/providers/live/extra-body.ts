import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";

/**
 * The body with a route's `extra_body` laid over it, object by object; `null` takes a field out,
 * for servers that refuse fields they do not know.
 */
export function withExtraBody(body: JsonObject, extra: JsonValue | undefined): JsonObject {
  return isJsonObject(extra) ? merged(body, extra) : body;
}

function merged(under: JsonObject, over: JsonObject): JsonObject {
  const result: Record<string, JsonValue> = { ...under };
  for (const [field, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, field) ? under[field] : undefined;
    if (value === null) delete result[field];
    else result[field] = isJsonObject(value) && isJsonObject(below) ? merged(below, value) : value;
  }
  return result;
}
