/**
 * Characters that act instead of being read: controls, bidi and other format marks, line
 * separators, lone surrogates, and what XML 1.0 forbids. Joiners stay: scripts and emoji need them.
 */
const ACTING = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffe\uffff]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** Text from data on one line, with every character that acts shown as an escape: `\x1b`. */
export function visibleText(text: string): string {
  return text.replace(ACTING, (character) => SHORT[character] ?? escapeOf(character));
}

/** The beginning of a text, with a mark where it was cut; never half a character. */
export function shortened(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
  return `${text.slice(0, end)}…`;
}

function escapeOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}
