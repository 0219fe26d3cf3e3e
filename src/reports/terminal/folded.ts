import { wrapped } from "../display-width.ts";
import { terminalText } from "./terminal-text.ts";
import { shortened } from "../visible-text.ts";

const FOLDED_CHARS = 2_000;

/**
 * One line of ours, with text from data in it, folded to a width of columns; a line that goes on
 * begins with a mark, so that data never begins one.
 */
export function folded(text: string, width: number): readonly string[] {
  const [first = "", ...rest] = wrapped(terminalText(shortened(text, FOLDED_CHARS)), width - 4);
  return [first, ...rest.map((line) => `  │ ${line}`)];
}
