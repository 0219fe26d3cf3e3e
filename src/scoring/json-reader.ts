import type { JsonValue } from "../core/json.ts";

/** Deeper JSON is refused before anything recurses into it. */
export const MAX_JSON_DEPTH = 512;

export type ReadJson =
  | {
      readonly kind: "read";
      readonly value: JsonValue;
      /** The same value with whole numbers beyond 2^53 kept as the text that stood there. */
      readonly exact: JsonValue;
    }
  | { readonly kind: "unreadable"; readonly because: string };

/** Reads a text as strict JSON; a fence around it is taken off only where that is allowed. */
export type JsonReader = (text: string, allowFence: boolean) => ReadJson;

/**
 * A reader that remembers its last text: the graders of one answer, and the schema check before
 * them, share one parse.
 */
export function createJsonReader(): JsonReader {
  let lastText: string | undefined;
  let lastAllowFence = false;
  let last: ReadJson = { kind: "unreadable", because: "nothing was read" };
  return (text, allowFence) => {
    if (text === lastText && allowFence === lastAllowFence) return last;
    last = readJson(allowFence ? withoutFence(text) : text);
    lastText = text;
    lastAllowFence = allowFence;
    return last;
  };
}

function readJson(text: string): ReadJson {
  if (isTooDeep(text)) {
    return { kind: "unreadable", because: `is nested deeper than ${MAX_JSON_DEPTH} levels` };
  }
  try {
    const value = JSON.parse(text) as JsonValue;
    const mayRound = /\d{16}/.test(text);
    const exact = mayRound ? (JSON.parse(text, keepBigIntegers) as JsonValue) : value;
    return { kind: "read", value, exact };
  } catch (error) {
    return { kind: "unreadable", because: reasonOf(text, error) };
  }
}

function reasonOf(text: string, error: unknown): string {
  if (text.trim() === "") return "is empty, not JSON";
  if (/^\s*```/.test(text)) return "is not JSON but a fenced block (allow_fence permits it)";
  const place = error instanceof Error ? /at position \d+/.exec(error.message)?.[0] : undefined;
  return place === undefined ? "is not JSON" : `is not JSON ${place}`;
}

/** Counts brackets outside strings, so that a hostile depth is known before it is parsed. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (inString) {
      if (unit === 0x5c) index += 1;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x5b || unit === 0x7b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return true;
    } else if (unit === 0x5d || unit === 0x7d) depth -= 1;
  }
  return false;
}

/** Doubles cannot hold 64-bit ids: those are compared as text. */
function keepBigIntegers(_key: string, value: unknown, context?: { readonly source?: string }) {
  const source = context?.source;
  const isBig = typeof value === "number" && !Number.isSafeInteger(value);
  return isBig && source !== undefined && /^-?\d+$/.test(source) ? source : value;
}

/** The inside of an answer that is one fenced block and nothing else. */
function withoutFence(text: string): string {
  const trimmed = text.trim();
  if (!trimmed.startsWith("```") || !trimmed.endsWith("```")) return text;
  const firstLineEnd = trimmed.indexOf("\n");
  if (firstLineEnd === -1) return text;
  const language = trimmed.slice(3, firstLineEnd).trim().toLowerCase();
  return language === "" || language === "json" ? trimmed.slice(firstLineEnd, -3) : text;
}
