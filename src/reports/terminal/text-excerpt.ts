import { wrapped } from "../display-width.ts";
import { countText } from "../numbers.ts";

/** Lines wrapped to a width and cut after `maxLines`, with a note on how much is missing. */
export function cutLines(
  lines: readonly string[],
  width: number,
  maxLines: number,
): readonly string[] {
  const shown: string[] = [];
  for (const [index, line] of lines.entries()) {
    // Of a line that is longer than the screen only what can be shown is measured.
    const pieces = wrapped(line.slice(0, width * (maxLines + 1)), width);
    const room = maxLines - shown.length;
    shown.push(...pieces.slice(0, room));
    if (pieces.length > room) {
      const rest = lines.slice(index).reduce((sum, { length }) => sum + length, 0);
      const kept = pieces.slice(0, room).reduce((sum, { length }) => sum + length, 0);
      return [...shown, `(cut: ${countText(rest - kept)} more characters)`];
    }
  }
  return shown;
}
