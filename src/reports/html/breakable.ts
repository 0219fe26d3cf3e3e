import { html, type HtmlValue } from "../html-text.ts";

/** A browser breaks a line after a hyphen by itself; after these it has to be told that it may. */
const SEAM = /(?<=[_.:=/])(?=[^_.:=/])/;

/** Shorter words have room in any column. */
const LONG_CHARS = 16;

/**
 * A text whose long names may be broken where their parts meet, and not within a word:
 * `balanced_support_route` after its underscores.
 */
export function breakable(text: string): HtmlValue {
  if (text.length < LONG_CHARS) return text;
  const parts = text
    .split(/(?<=\s)(?=\S)/)
    .flatMap((word) =>
      word.length < LONG_CHARS
        ? [word]
        : word.split(SEAM).map((part, index) => (index === 0 ? part : html`<wbr />${part}`)),
    );
  return parts;
}
