import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";

/** A field of what came over a wire, if it is a text. */
export function textField(object: JsonObject | undefined, field: string): string | undefined {
  const value = object?.[field];
  return typeof value === "string" ? value : undefined;
}

export function objectField(object: JsonObject | undefined, field: string): JsonObject | undefined {
  const value = object?.[field];
  return isJsonObject(value) ? value : undefined;
}

/** The objects of a list; undefined where there is no list. */
export function listField(
  object: JsonObject | undefined,
  field: string,
): readonly JsonObject[] | undefined {
  const value = object?.[field];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isJsonObject) : undefined;
}

/** The JSON value in a text; the text itself where it holds none (it was cut short). */
export function parsedOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
