import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import type { TextLine } from "./json-lines.ts";
import { LONGEST_ROW_SHOWN } from "./table-row.ts";

/** Whether a line holds nothing. */
export function isBlank({ text }: TextLine): boolean {
  return text !== undefined && text.length < 100 && text.trim() === "";
}

/** A number of 16 digits or more: digits within a text follow on something else. */
const longNumber = /[:,[]\s*-?\d{16}/;

/** The object on a line, or why there is none; whole numbers too long for a double stay text. */
export function parseLine({ text, isLongDigitsPossible }: TextLine): JsonObject | string {
  if (text === undefined) return `the line is longer than ${LONGEST_ROW_SHOWN}`;
  try {
    const value: unknown =
      isLongDigitsPossible && longNumber.test(text)
        ? JSON.parse(text, keepLongNumber)
        : JSON.parse(text);
    return isJsonObject(value as JsonValue) ? (value as JsonObject) : "is not a JSON object";
  } catch (error) {
    // The engine's message quotes the line, which may be somebody's prompt: only its place is kept.
    if (error instanceof RangeError) return "is nested too deeply";
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    if (at === undefined) return "is not JSON";
    // One object after another, with nothing but that between them.
    const lacksFeed = text.slice(Number(at) - 2, Number(at) + 1) === "}\r{";
    const because = lacksFeed ? ": a carriage return alone ends no line" : "";
    return `is not JSON from character ${Number(at) + 1} on${because}`;
  }
}

function keepLongNumber(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
