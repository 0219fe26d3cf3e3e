import { shortened, visibleText } from "./visible-text.ts";

/** Longest name that a table shows; the whole name stands in comparison.json. */
const NAME_CHARS = 80;

/** What a renderer would turn into a mention, a link, an issue, a formula or an emoji. */
const CALLS_OUT = /@|:\/\/|\bwww\.|#\d|\bGH-\d|\$|mailto:|xmpp:|:[\w+-]+:/i;

const SPECIAL: Readonly<Record<string, string>> = {
  "|": "&#124;",
  "`": "&#96;",
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
};

/**
 * Text from data that reads as itself wherever we put it on a line, table cells included: no
 * markup, link, mention or HTML of its own. What calls out even when escaped becomes code.
 */
export function inert(data: string, maxChars: number = NAME_CHARS): string {
  const shown = shortened(visibleText(data), maxChars);
  if (shown.trim() === "") return "(empty)";
  return shown
    .split(/([\s|`]+)/)
    .map((part) => (CALLS_OUT.test(part) ? `\`${part}\`` : escaped(part)))
    .join("")
    .trim();
}

/** Text from data as inline code; not for table cells, where code cannot hold a pipe. */
export function codeSpan(data: string): string {
  const shown = visibleText(data);
  const fence = "`".repeat(longestRun(shown) + 1);
  const pad = shown.startsWith("`") || shown.endsWith("`") ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** Lines from data as a block of code. */
export function codeBlock(lines: readonly string[]): string {
  const shown = lines.map(visibleText);
  const fence = "`".repeat(Math.max(3, longestRun(shown.join("\n")) + 1));
  return [`${fence}text`, ...shown, fence].join("\n");
}

/** A table; cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [header, header.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function escaped(text: string): string {
  return text
    .replace(/[\\*[~#]/g, "\\$&")
    .replace(/(?<![\p{L}\p{N}_])_|_(?![\p{L}\p{N}_])/gu, "\\_")
    .replace(/[|`<>&]/g, (character) => SPECIAL[character] ?? character);
}

function longestRun(text: string): number {
  let longest = 0;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return longest;
}
