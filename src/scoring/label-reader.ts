import { excerpt } from "./make-score.ts";

/** The label that a text names, or why it names none. */
export type ReadLabel =
  { readonly label: string } | { readonly label: undefined; readonly because: string };

export type LabelReader = (text: string) => ReadLabel;

/** Longer texts are no labels: they would fill a confusion matrix with sentences. */
const MAX_LABEL_CHARS = 80;

/**
 * Reads labels. With a list a text has to be one of it or, where `searches` is set, to name exactly
 * one of it as whole words ("Intent: refund request."); without a list the text is the label.
 */
export function labelReader(
  labels: readonly string[] | undefined,
  normalize: (text: string) => string,
  searches: boolean,
): LabelReader {
  if (labels === undefined) return (text) => openLabel(normalize(text));
  const byNormalized = new Map(labels.map((label) => [normalize(label), label]));
  return (text) => {
    const normalized = normalize(text);
    const known = byNormalized.get(normalized);
    if (known !== undefined) return { label: known };
    if (!searches) return openLabel(normalized);
    return theOnlyLabelIn(normalized, byNormalized);
  };
}

function openLabel(normalized: string): ReadLabel {
  if (normalized === "") return { label: undefined, because: "is empty" };
  if (normalized.length <= MAX_LABEL_CHARS) return { label: normalized };
  return { label: undefined, because: `is too long for a label: ${excerpt(normalized)}` };
}

function theOnlyLabelIn(text: string, byNormalized: ReadonlyMap<string, string>): ReadLabel {
  const named = [...byNormalized.keys()].filter((label) => namesAsWords(text, label));
  // "billing question" names that label, not "billing" as well.
  const longest = named.filter(
    (label) => !named.some((other) => other !== label && namesAsWords(other, label)),
  );
  const [only] = longest;
  if (only === undefined) return { label: undefined, because: "names none of the labels" };
  if (longest.length > 1) {
    const list = longest.slice(0, 3).map(excerpt).join(", ");
    return { label: undefined, because: `names ${longest.length} labels: ${list}` };
  }
  const label = byNormalized.get(only);
  return label === undefined ? { label: undefined, because: "names none" } : { label };
}

const wordCharacter = /[\p{L}\p{N}_]/u;

function namesAsWords(text: string, label: string): boolean {
  let start = text.indexOf(label);
  while (start !== -1) {
    const before = text.charAt(start - 1);
    const after = text.charAt(start + label.length);
    if (!wordCharacter.test(before) && !wordCharacter.test(after)) return true;
    start = text.indexOf(label, start + 1);
  }
  return false;
}
