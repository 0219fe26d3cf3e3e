import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { isList, isSet, optionalNumber, textsOf } from "./grader-options.ts";
import type { JsonReader } from "./json-reader.ts";

/** A passage that an answer gives as somebody else's words. */
export interface Quote {
  readonly text: string;
  /** The field of a JSON answer that it stands in, in the words of the option; absent: in the text. */
  readonly field: string | undefined;
}

export type ReadQuotes =
  | { readonly kind: "read"; readonly quotes: readonly Quote[] }
  | { readonly kind: "unreadable"; readonly because: string };

/** A quote in a text has to be this long: shorter ones are names, words in scare quotes, inches. */
const SHORTEST_QUOTE_CHARS = 12;

/** More than anybody checks; each is looked for in a document that may be long. */
export const MAX_QUOTES = 1000;

/**
 * Finds the quotes of an answer: in the named fields of its JSON, else in the text between
 * quotation marks and in Markdown's block quotes.
 */
export function quoteReader(
  options: JsonObject,
  moreFields: readonly string[],
  readAnswer: JsonReader,
): (text: string) => ReadQuotes {
  const fields = [...new Set([...textsOf(options["fields"]), ...moreFields])];
  if (fields.length === 0) {
    const shortest = optionalNumber(options, "min_quote_chars") ?? SHORTEST_QUOTE_CHARS;
    return (text) => ({ kind: "read", quotes: quotesInText(text, shortest) });
  }
  const allowFence = isSet(options, "allow_fence");
  return (text) => {
    const answer = readAnswer(text, allowFence);
    if (answer.kind === "unreadable") return answer;
    const { exact } = answer;
    return { kind: "read", quotes: fields.flatMap((field) => quotesAt(exact, field)) };
  };
}

function quotesAt(answer: JsonValue, field: string): readonly Quote[] {
  return textsAt(answer, field.split(".")).map((text) => ({ text, field }));
}

/** The texts at a dotted path, in which `*` stands for every member of a list or an object. */
function textsAt(value: JsonValue | undefined, path: readonly string[]): readonly string[] {
  const [part, ...rest] = path;
  if (part === undefined) return value === undefined ? [] : leafTexts(value);
  if (part === "*") {
    const isHolder = isList(value) || isJsonObject(value);
    return isHolder ? Object.values(value).flatMap((member) => textsAt(member, rest)) : [];
  }
  if (isList(value)) return /^\d+$/.test(part) ? textsAt(value[Number(part)], rest) : [];
  return isJsonObject(value) && Object.hasOwn(value, part) ? textsAt(value[part], rest) : [];
}

/** A text, or a list of texts. */
function leafTexts(value: JsonValue): readonly string[] {
  if (isList(value)) return value.filter((member) => typeof member === "string");
  return typeof value === "string" ? [value] : [];
}

const closingMark: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["“", "”"],
  ["«", "»"],
  ["„", "“"],
  ["「", "」"],
]);

/**
 * One walk over the text. A mark without its partner in the same paragraph opens nothing. Single
 * marks are no quotes: they are apostrophes too.
 */
function quotesInText(text: string, shortest: number): readonly Quote[] {
  const found: string[] = [];
  for (const paragraph of paragraphsOf(text)) {
    if (paragraph.isBlockQuote) {
      found.push(paragraph.text);
      continue;
    }
    // Looked for once in vain is enough: a text of opening marks alone would take quadratic time.
    const absent = new Set<string>();
    let at = 0;
    while (at < paragraph.text.length && found.length <= MAX_QUOTES) {
      const closing = closingMark.get(paragraph.text.charAt(at));
      const isHopeless = closing === undefined || absent.has(closing);
      const end = isHopeless ? -1 : paragraph.text.indexOf(closing, at + 1);
      if (end > 0) found.push(paragraph.text.slice(at + 1, end));
      else if (closing !== undefined) absent.add(closing);
      at = end > 0 ? end + 1 : at + 1;
    }
  }
  return found
    .filter((quote) => quote.trim().length >= shortest)
    .map((quote) => ({ text: quote, field: undefined }));
}

interface Paragraph {
  readonly text: string;
  readonly isBlockQuote: boolean;
}

/** Runs of lines between empty ones; those that begin with `>` are a block quote of their own. */
function paragraphsOf(text: string): readonly Paragraph[] {
  const paragraphs: { lines: string[]; isBlockQuote: boolean }[] = [];
  let isOpen = false;
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    const isBlockQuote = trimmed.startsWith(">");
    const last = paragraphs.at(-1);
    const words = isBlockQuote ? trimmed.replace(/^[>\s]+/, "") : line;
    if (trimmed === "") isOpen = false;
    else if (isOpen && last?.isBlockQuote === isBlockQuote) last.lines.push(words);
    else paragraphs.push({ lines: [words], isBlockQuote });
    if (trimmed !== "") isOpen = true;
  }
  return paragraphs.map(({ lines, isBlockQuote }) => ({ text: lines.join("\n"), isBlockQuote }));
}
