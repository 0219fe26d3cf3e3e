import { displayWidth } from "../display-width.ts";
import { visibleText } from "../visible-text.ts";

/** Columns of a label are about as wide as a letter of it. */
export const COLUMN_PX = 6.3;

/** A name beside a mark, cut to what has room there; the table under a chart has all of it. */
export function chartLabel(name: string, columns: number): string {
  const shown = visibleText(name);
  if (shown.trim() === "") return "(empty)";
  if (displayWidth(shown) <= columns) return shown;
  let label = "";
  for (const character of shown) {
    if (displayWidth(label + character) > columns - 1) break;
    label += character;
  }
  return `${label}…`;
}
