import type { ErrorObject } from "ajv";
import type { SchemaFault } from "../core/schema-fault.ts";

/** In a longer text nobody looks for JSON with words around it. */
const SEARCHED_CHARS = 100_000;

/** Of a text that was not read as JSON: whether there is some inside it. */
export function faultOfText(text: string): SchemaFault {
  const trimmed = text.trim();
  if (trimmed.length > SEARCHED_CHARS) return "not_json";
  const from = trimmed.search(/[[{]/);
  const to = Math.max(trimmed.lastIndexOf("]"), trimmed.lastIndexOf("}"));
  if (from === -1 || to < from) return "not_json";
  if (!isJson(trimmed.slice(from, to + 1))) return "not_json";
  // Where it is the whole text, it was not read for another reason, such as its depth.
  return from === 0 && to === trimmed.length - 1 ? "other" : "extra_text";
}

/** Of JSON that breaks a schema: what is missing comes first, then what is of another type. */
export function faultOfErrors(errors: readonly ErrorObject[]): SchemaFault {
  const keywords = new Set(errors.map(({ keyword }) => keyword));
  if (keywords.has("required") || keywords.has("dependentRequired")) return "missing_field";
  return keywords.has("type") ? "wrong_type" : "other";
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
