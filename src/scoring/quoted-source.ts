import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { Message, ModelRequest } from "../core/model-request.ts";
import { isList } from "./grader-options.ts";
import { MAX_JSON_DEPTH } from "./json-reader.ts";
import { valueAt } from "./json-path.ts";

/**
 * The text of a request that quotes have to stand in: what is found at a path such as
 * `messages.0.content`, else every message but the model's own. Absent: there is none.
 */
export function sourceText(
  { messages }: ModelRequest,
  path: string | undefined,
): string | undefined {
  const found =
    path === undefined
      ? textIn(messages.filter(({ role }) => role !== "assistant").map(asJson))
      : textIn(valueAt({ messages: messages.map(asJson) }, path));
  return found.trim() === "" ? undefined : found;
}

const asJson = ({ role, content }: Message): JsonValue => ({ role, content });

/** Texts by themselves, in parts of a message, in messages, in lists of those. */
function textIn(value: JsonValue | undefined, depth = 0): string {
  if (typeof value === "string") return value;
  // No message is nested so deep, and what is holds no document.
  if (depth > MAX_JSON_DEPTH) return "";
  if (isList(value)) return value.map((member) => textIn(member, depth + 1)).join("\n");
  if (!isJsonObject(value)) return "";
  return textIn(value["text"] ?? value["content"], depth + 1);
}

/** Says where a text holds a quote: the parts of it, in their order. */
export type FindQuote = (source: string, quote: string) => readonly string[] | undefined;

/** Where an author leaves something out of a quote. */
const ellipsis = /\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\s*/u;

/** Of a quote that ends a clause, the closing mark may be the answer's own. */
const closingPunctuation = /[.,;:!?]$/u;

/**
 * How quotes are found in texts that are both normalized. The parts are those between ellipses
 * where these are allowed, else the whole quote; absent: it does not stand there.
 */
export function quoteFinder(allowsEllipsis: boolean): FindQuote {
  return (source, quote) => {
    const parts = allowsEllipsis
      ? quote.split(ellipsis).filter((part) => part !== "")
      : [quote.trim()];
    const found: string[] = [];
    let from = 0;
    for (const part of parts) {
      const place = firstPlace(source, part, from);
      if (place === undefined) return undefined;
      found.push(place.text);
      from = place.end;
    }
    return found.length === 0 ? undefined : found;
  };
}

function firstPlace(
  source: string,
  part: string,
  from: number,
): { readonly text: string; readonly end: number } | undefined {
  for (const text of [part, part.replace(closingPunctuation, "")]) {
    const start = text === "" ? -1 : source.indexOf(text, from);
    if (start >= 0) return { text, end: start + text.length };
  }
  return undefined;
}
