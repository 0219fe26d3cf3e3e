import {
  symbol,
  symbolAsterisk,
  symbolCircle,
  symbolDiamond,
  symbolPlus,
  symbolSquare,
  symbolStar,
  symbolTimes,
  symbolTriangle,
  type SymbolType,
} from "d3-shape";
import { html, type Html } from "../html-text.ts";
import type { Mark } from "./arm-style.ts";
import { coordinate } from "./coordinate.ts";

/** Marks of arms, and those of what is no arm. */
export type ChartMark = Mark | "plus" | "star" | "asterisk";

/** Marks that are drawn as lines have no inside to fill. */
const strokes: ReadonlySet<ChartMark> = new Set<ChartMark>(["cross", "plus", "asterisk"]);

const shapes: Readonly<Record<ChartMark, SymbolType>> = {
  circle: symbolCircle,
  square: symbolSquare,
  triangle: symbolTriangle,
  diamond: symbolDiamond,
  cross: symbolTimes,
  plus: symbolPlus,
  star: symbolStar,
  asterisk: symbolAsterisk,
};

/** A mark around a place, of so many square pixels, in the colour that is in force there. */
export function markAt(
  mark: ChartMark,
  [x, y]: readonly [number, number],
  { area = 80, isHollow = false }: { readonly area?: number; readonly isHollow?: boolean } = {},
): Html {
  const path = symbol(shapes[mark], area).digits(2)() ?? "";
  const isOutline = isHollow || strokes.has(mark);
  const paint = isOutline
    ? html`class="hollow" stroke="currentColor"`
    : html`fill="currentColor" stroke="none"`;
  return html`<path d="${path}" transform="translate(${coordinate(x)},${coordinate(y)})" ${paint} stroke-width="2"/>`;
}
