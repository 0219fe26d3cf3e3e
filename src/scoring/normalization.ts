import type { JsonObject, JsonValue } from "../core/json.ts";
import { textsOf } from "./grader-options.ts";

/** Every way a text may be evened out before it is compared, applied in the order written. */
const normalizations: Readonly<Record<string, (text: string) => string>> = {
  trim: (text) => text.trim(),
  lowercase: (text) => text.toLowerCase(),
  collapse_whitespace: (text) => text.replace(/\s+/gu, " "),
  strip_punctuation: (text) => text.replace(/\p{P}+/gu, ""),
  trim_punctuation: trimPunctuation,
  strip_accents: (text) =>
    text
      .normalize("NFD")
      .replace(/\p{M}+/gu, "")
      .normalize("NFC"),
  straight_quotes: (text) => text.replace(/[’‘ʼ´`]/gu, "'").replace(/[“”„]/gu, '"'),
  nfc: (text) => text.normalize("NFC"),
  nfkc: (text) => text.normalize("NFKC"),
};

/** The option as every grader that has it describes it. */
export const normalizeSchema: JsonObject = {
  type: "array",
  items: { enum: Object.keys(normalizations) },
};

/** Two loops, because an expression such as `\p{P}+$` takes quadratic time on hostile text. */
function trimPunctuation(text: string): string {
  const atEdge = /[\p{P}\p{S}\s]/u;
  let start = 0;
  let end = text.length;
  while (start < end && atEdge.test(text.charAt(start))) start += 1;
  while (end > start && atEdge.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

/** One function for a list of normalizations; the list's default where it is absent. */
export function normalizer(
  list: JsonValue | undefined,
  otherwise: readonly string[],
): (text: string) => string {
  const names = list === undefined ? otherwise : textsOf(list);
  const steps = names.flatMap((name) => normalizations[name] ?? []);
  return (text) => {
    let normalized = text;
    for (const step of steps) normalized = step(normalized);
    return normalized;
  };
}

/** How texts and labels are compared where nobody says otherwise. */
export const looseText: (text: string) => string = normalizer(undefined, [
  "nfkc",
  "trim",
  "collapse_whitespace",
  "lowercase",
]);
