import { folded } from "./folded.ts";
import { painter, type Style } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";

/** Folds a line of ours to the terminal and styles its pieces; data in it is inert. */
export type Write = (text: string, style?: Style) => readonly string[];

/** Narrower terminals get lines of this many columns all the same. */
const LEAST_COLUMNS = 24;

export function lineWriter({ width, colour }: TerminalOptions): Write {
  const paint = painter(colour);
  const room = Math.max(LEAST_COLUMNS, width);
  return (text, style) =>
    folded(text, room).map((line) => (style === undefined ? line : paint(style, line)));
}
