import { type JsonChange, jsonChanges, jsonDocument } from "./json-diff.ts";
import { type TextPart, wordDiff } from "./word-diff.ts";

/** How two answers to the same request differ. */
export type AnswerDifference =
  | { readonly kind: "none" }
  /** Both are JSON: by place. */
  | { readonly kind: "json"; readonly changes: readonly JsonChange[] }
  | { readonly kind: "words"; readonly parts: readonly TextPart[] }
  /** Not told: one is not kept, or they are too long or too unlike. */
  | { readonly kind: "unmarked"; readonly because: string };

/** Longer JSON is shown as text. */
const LONGEST_JSON_CHARS = 20_000;

/** Undefined answers are those that are not there, or not kept. */
export function answerDifference(
  before: string | undefined,
  after: string | undefined,
): AnswerDifference {
  if (before === undefined || after === undefined) {
    return { kind: "unmarked", because: "only one of two answers can be shown" };
  }
  if (before === after) return { kind: "none" };
  if (before.length + after.length <= LONGEST_JSON_CHARS) {
    const [first, second] = [jsonDocument(before), jsonDocument(after)];
    if (first !== undefined && second !== undefined) {
      return { kind: "json", changes: jsonChanges(first, second) };
    }
  }
  const parts = wordDiff(before, after);
  if (parts !== undefined) return { kind: "words", parts };
  return { kind: "unmarked", because: "the answers are too long or too unlike to mark words" };
}
