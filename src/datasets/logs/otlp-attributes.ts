import { isJsonObject, type JsonObject, type JsonValue } from "../../core/json.ts";
import { valueNamed } from "./named-fields.ts";

const DEEPEST = 20;

/**
 * Attributes as one flat object, from OTLP's list of `{key, value: {stringValue | intValue | …}}` or
 * from a plain object, whose nested objects become dotted names. Whole numbers of OTLP stay the
 * texts they are: a count is read from either.
 */
export function flatAttributes(attributes: JsonValue | undefined): JsonObject {
  if (Array.isArray(attributes)) {
    return Object.fromEntries(
      (attributes as readonly JsonValue[]).filter(isJsonObject).flatMap((entry) => {
        const key = valueNamed(entry, "key");
        const value = otlpValue(entry["value"], DEEPEST);
        return typeof key === "string" && value !== undefined ? [[key, value] as const] : [];
      }),
    );
  }
  return isJsonObject(attributes) ? Object.fromEntries(flat(attributes, "", DEEPEST)) : {};
}

function flat(
  object: JsonObject,
  before: string,
  levels: number,
): readonly (readonly [string, JsonValue])[] {
  return Object.entries(object).flatMap(([key, value]) =>
    isJsonObject(value) && levels > 0
      ? flat(value, `${before}${key}.`, levels - 1)
      : [[before + key, value] as const],
  );
}

/** An OTLP value as plain JSON; absent: it is of no known kind, or nested too deeply. */
function otlpValue(value: JsonValue | undefined, levels: number): JsonValue | undefined {
  if (!isJsonObject(value) || levels === 0) return undefined;
  for (const name of ["stringValue", "intValue", "doubleValue", "boolValue"]) {
    const plain = value[name];
    if (plain !== undefined && typeof plain !== "object") return plain;
  }
  const { arrayValue, kvlistValue } = value;
  if (isJsonObject(arrayValue) && Array.isArray(arrayValue["values"])) {
    return (arrayValue["values"] as readonly JsonValue[])
      .map((inner) => otlpValue(inner, levels - 1))
      .filter((inner) => inner !== undefined);
  }
  if (isJsonObject(kvlistValue) && Array.isArray(kvlistValue["values"])) {
    return Object.fromEntries(
      (kvlistValue["values"] as readonly JsonValue[]).filter(isJsonObject).flatMap((entry) => {
        const inner = otlpValue(entry["value"], levels - 1);
        const key = valueNamed(entry, "key");
        return inner === undefined || typeof key !== "string" ? [] : [[key, inner] as const];
      }),
    );
  }
  return undefined;
}
