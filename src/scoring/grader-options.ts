import type { JsonObject, JsonValue } from "../core/json.ts";

/** Readers of options that their schema has already approved. */
export function optionalText(options: JsonObject, key: string): string | undefined {
  const value = options[key];
  return typeof value === "string" ? value : undefined;
}

export function optionalNumber(options: JsonObject, key: string): number | undefined {
  const value = options[key];
  return typeof value === "number" ? value : undefined;
}

export function isSet(options: JsonObject, key: string): boolean {
  return options[key] === true;
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A text, a number or a list of them as a list of texts. */
export function textsOf(value: JsonValue | undefined): readonly string[] {
  if (isList(value)) return value.flatMap(textsOf);
  const isText = typeof value === "string" || typeof value === "number";
  return isText ? [String(value)] : [];
}
