import { isJsonObject, type JsonValue } from "../core/json.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { isList } from "./grader-options.ts";
import type { JsonReader } from "./json-reader.ts";
import { excerpt } from "./make-score.ts";

/** A passage of the source that an answer has to cite. */
export interface RequiredSpan {
  /** Any of these will do. */
  readonly texts: readonly string[];
  /** The field of a JSON answer that has to cite it; absent: any quote may. */
  readonly field: string | undefined;
}

/**
 * What a record expects to be cited: a text, a list of texts, or `{spans, fields}`, in which a list
 * in a span's place names alternatives. A text: why it cannot be read. Nothing expected: no spans.
 */
export function requiredSpans(
  { expected }: ReplayRecord,
  read: JsonReader,
): readonly RequiredSpan[] | string {
  if (expected === undefined || expected === null || expected === "") return [];
  const isJsonText = typeof expected === "string" && /^\s*[[{]/.test(expected);
  const parsed = isJsonText ? read(expected, false) : undefined;
  // A passage may well begin with a bracket.
  const value = parsed?.kind === "read" ? parsed.value : expected;
  if (!isJsonObject(value)) return spansIn(isList(value) ? value : [value]);
  const { spans, fields } = value;
  if (spans === undefined && fields === undefined) return "names neither spans nor fields";
  const ofText = spans === undefined ? [] : spansIn(isList(spans) ? spans : [spans]);
  if (typeof ofText === "string") return ofText;
  if (fields === undefined) return ofText;
  if (!isJsonObject(fields)) return "has fields that are no object of passages";
  const ofFields: RequiredSpan[] = [];
  for (const [field, member] of Object.entries(fields)) {
    const texts = alternatives(member);
    if (texts === undefined) return `has no passage for the field ${excerpt(field)}`;
    ofFields.push({ texts, field });
  }
  return [...ofText, ...ofFields];
}

function spansIn(list: readonly JsonValue[]): readonly RequiredSpan[] | string {
  const found: RequiredSpan[] = [];
  for (const [index, member] of list.entries()) {
    const texts = alternatives(member);
    if (texts === undefined) return `has no passage at place ${index + 1} of its spans`;
    found.push({ texts, field: undefined });
  }
  return found;
}

function alternatives(value: JsonValue): readonly string[] | undefined {
  const list = isList(value) ? value : [value];
  const texts = list.filter((member) => typeof member === "string" && member.trim() !== "");
  return texts.length === list.length && texts.length > 0
    ? (texts as readonly string[])
    : undefined;
}
