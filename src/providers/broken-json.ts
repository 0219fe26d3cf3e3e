import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { pick, type Chance } from "./chance.ts";
import { fieldSchema, schemaHint } from "./schema-hint.ts";

/**
 * An answer that breaks its schema, in one of the ways that models do: words around the JSON, JSON
 * that ends too early, a required field missing, a field of another type. The last two only where
 * the schema is known to mind.
 */
export function brokenJson(
  right: JsonValue,
  schema: JsonValue | undefined,
  chance: Chance,
): string {
  const text = JSON.stringify(right);
  const ways = [`Here is the result:\n\n${text}\n\nLet me know if you need anything else.`];
  // A number's beginning would still be a number.
  if (typeof right === "object" && right !== null) ways.push(cutOff(text, chance));
  if (isJsonObject(right)) {
    const missing = withoutRequired(right, schema, chance);
    if (missing !== undefined) ways.push(JSON.stringify(missing));
    const mistyped = withWrongType(right, schema, chance);
    if (mistyped !== undefined) ways.push(JSON.stringify(mistyped));
  }
  return pick(ways, chance, "way to break") ?? "";
}

function cutOff(text: string, chance: Chance): string {
  const share = 0.3 + 0.6 * chance("cut off");
  return text.slice(0, Math.max(1, Math.floor(text.length * share)));
}

function withoutRequired(
  right: JsonObject,
  schema: JsonValue | undefined,
  chance: Chance,
): JsonObject | undefined {
  const required = schemaHint(schema).required ?? [];
  const present = required.filter((name) => Object.hasOwn(right, name));
  const missing = pick(present, chance, "missing field");
  if (missing === undefined) return undefined;
  return Object.fromEntries(Object.entries(right).filter(([name]) => name !== missing));
}

function withWrongType(
  right: JsonObject,
  schema: JsonValue | undefined,
  chance: Chance,
): JsonObject | undefined {
  const typed = Object.entries(right).filter(
    ([name, value]) => schemaHint(fieldSchema(schema, name)).types.length > 0 && value !== null,
  );
  const field = pick(typed, chance, "mistyped field");
  if (field === undefined) return undefined;
  const [name, value] = field;
  const types = schemaHint(fieldSchema(schema, name)).types;
  // A text in place of anything else, a list in place of a text; whichever the schema refuses.
  const other = types.includes("string") ? [value] : asWords(value);
  if (Array.isArray(other) && types.includes("array")) return undefined;
  return Object.fromEntries(
    Object.entries(right).map(([key, kept]) => [key, key === name ? other : kept]),
  );
}

function asWords(value: JsonValue): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? `about ${value}` : JSON.stringify(value);
}
