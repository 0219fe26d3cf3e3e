import type { TextPart } from "../../word-diff.ts";

/** The beginning of a text, and how many characters are missing. */
export interface ShownText {
  readonly text: string;
  readonly missing: number;
}

/** Cuts a text to so many characters; never within one. */
export function shownText(text: string, maxChars: number): ShownText {
  if (text.length <= maxChars) return { text, missing: 0 };
  const end = /[\ud800-\udbff]/.test(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars;
  return { text: text.slice(0, end), missing: text.length - end };
}

/** The same for a text in parts: those that fit, the last of them cut. */
export function shownParts(
  parts: readonly TextPart[],
  maxChars: number,
): { readonly parts: readonly TextPart[]; readonly missing: number } {
  const shown: TextPart[] = [];
  let [room, missing] = [maxChars, 0];
  for (const { kind, text } of parts) {
    const part = shownText(text, Math.max(0, room));
    if (part.text !== "") shown.push({ kind, text: part.text });
    room -= part.text.length;
    missing += part.missing;
  }
  return { parts: shown, missing };
}
