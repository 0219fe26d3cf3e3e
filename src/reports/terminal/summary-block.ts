import { wrapped } from "../display-width.ts";
import type { Paint, Style } from "./paint.ts";
import type { TerminalOptions } from "./terminal-options.ts";

/** A line of text within the width; continuation lines are set in, and data never begins one. */
export function block(
  text: string,
  indent: string,
  { width }: TerminalOptions,
  paint: Paint,
  style?: Style,
): readonly string[] {
  const room = Math.max(20, width - indent.length - 2);
  return wrapped(text, room).map((piece, index) => {
    const line = index === 0 ? piece : `│ ${piece}`;
    return indent + (style === undefined || index > 0 ? line : paintFirstWord(paint, style, line));
  });
}

function paintFirstWord(paint: Paint, style: Style, line: string): string {
  const end = line.indexOf(" ");
  return end < 0 ? paint(style, line) : paint(style, line.slice(0, end)) + line.slice(end);
}
