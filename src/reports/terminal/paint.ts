import { styleText } from "node:util";

/** The few styles that terminal reports use. */
export type Style = "bold" | "dim" | "green" | "yellow" | "red";

/** Puts a style on a text, or leaves it alone where colours are not wanted. */
export type Paint = (style: Style, text: string) => string;

/** Whoever calls has looked at the stream and at NO_COLOR: what it says goes. */
export function painter(colour: boolean): Paint {
  return colour
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
}
