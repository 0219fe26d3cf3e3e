import { isJsonObject, type JsonValue } from "../core/json.ts";
import { looksLikeSecret } from "./looks-like-secret.ts";

const LONGEST_SHOWN = 60;

/** A value as a message shows it: short, and never a secret. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return listText(value.length);
  if (typeof value !== "string") return "a mapping";
  if (looksLikeSecret(value)) return "what looks like a secret key";
  const text = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
  return JSON.stringify(text);
}

function listText(length: number): string {
  return length === 0 ? "an empty list" : `a list of ${length}`;
}

/** What a JSON Schema asks for, in plain words. */
export function wordsOf(schema: JsonValue | undefined): string {
  if (!isJsonObject(schema)) return "a value";
  const choices = schema["anyOf"] ?? schema["oneOf"];
  if (Array.isArray(choices)) return unique(choices.map(wordsOf)).join(" or ");
  if (schema["const"] !== undefined) return shownValue(schema["const"]);
  if (Array.isArray(schema["enum"])) return `one of ${schema["enum"].join(", ")}`;
  switch (schema["type"]) {
    case "number":
      return `a number${boundsOf(schema)}`;
    case "integer":
      return `a whole number${boundsOf(schema)}`;
    case "string":
      return schema["minLength"] === 1 ? "text that is not empty" : "text";
    case "boolean":
      return "true or false";
    case "array":
      return listWords(limit(schema["minItems"]) ?? 0);
    case "object":
      return "a mapping";
    case "null":
      return "nothing";
    default:
      return "a value";
  }
}

function listWords(least: number): string {
  if (least === 0) return "a list";
  return least === 1 ? "a list that is not empty" : `a list of ${least} or more`;
}

function boundsOf(schema: { readonly [key: string]: JsonValue }): string {
  const least = limit(schema["minimum"]);
  const above = limit(schema["exclusiveMinimum"]);
  const most = limit(schema["maximum"]);
  const below = limit(schema["exclusiveMaximum"]);
  if (least !== undefined && most !== undefined) return ` from ${least} to ${most}`;
  const parts = [
    least === undefined ? undefined : `of ${least} or more`,
    above === undefined ? undefined : `above ${above}`,
    most === undefined ? undefined : `of ${most} or less`,
    below === undefined ? undefined : `below ${below}`,
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}

/** The safe integers' ends are no limits that anybody wrote. */
function limit(value: JsonValue | undefined): number | undefined {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
