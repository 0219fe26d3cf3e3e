import { displayWidth } from "../display-width.ts";
import { shortened, visibleText } from "../visible-text.ts";

/** Width of a column of the charts' 12 px text: an average, with a little to spare. */
const COLUMN = 6.7;

/** Height of a line of it. */
export const LINE_HEIGHT = 15;

/** How wide a text will be at most, nearly: drawings are made where no font can be asked. */
export function textWidth(text: string): number {
  return displayWidth(text) * COLUMN;
}

/** A name from data as a chart writes it: on one line, and cut where it would fill the drawing. */
export function shortName(name: string, maxChars = 30): string {
  return shortened(visibleText(name), maxChars);
}
