import { visibleText } from "../visible-text.ts";

/**
 * Text from data on one line that a terminal only shows: no escape sequence, no control.
 * `##[` is broken up because a CI runner takes it for a command wherever it stands on a line.
 */
export function terminalText(text: string): string {
  return visibleText(text).replaceAll("##[", "##\\[");
}

/** The lines of a text from data, each of them safe to show. */
export function terminalLines(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r]/).map(terminalText);
}
