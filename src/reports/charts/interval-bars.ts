import { scaleLinear, type ScaleLinear } from "d3-scale";
import type { Estimate } from "../../core/estimate.ts";
import { html, type Html } from "../html-text.ts";
import { coordinate } from "./coordinate.ts";

/** An interval with the limit it is held against, both on the scale on which people read them. */
export interface IntervalBar {
  readonly estimate: Estimate;
  readonly limit: { readonly at: number; readonly good: "below" | "above" };
  /** What is to be seen, in words. */
  readonly label: string;
}

export const intervalBarsStyle = `
.bar{display:block;width:180px;height:22px}
.bar .good-side{fill:var(--goodSide)}
.bar .track{stroke:var(--rule)}
.bar .limit{stroke:var(--text);stroke-width:1.5;stroke-dasharray:3 2}
.bar .interval{stroke:currentColor;stroke-width:3;fill:none}
.bar .open{fill:currentColor}
.bar .value{fill:currentColor}
`;

const WIDTH = 180;
const HEIGHT = 22;
const MIDDLE = HEIGHT / 2;
/** Nothing that is known lies nearer to an edge: there an open end has its arrow. */
const MARGIN = 9;

/** One scale for all bars of a unit, so that they can be compared under each other. */
export function barScale(bars: readonly IntervalBar[]): ScaleLinear<number, number> {
  const known = bars.flatMap(({ estimate: { value, lower, upper }, limit }) =>
    [value, lower, upper, limit.at].filter((number) => number !== null),
  );
  const [least, most] = [Math.min(...known), Math.max(...known)];
  // Where nothing varies any width does: the one value stands in the middle.
  const pad = least === most ? Math.abs(least) || 1 : 0;
  return scaleLinear()
    .domain([least - pad, most + pad])
    .range([MARGIN, WIDTH - MARGIN]);
}

/**
 * An interval as a bar in a table's cell: a dot for what was seen, a line for its bounds, a dashed
 * one for the limit, and the side that passes shaded. An open bound ends in an arrow at the edge.
 */
export function intervalBar(
  { estimate, limit, label }: IntervalBar,
  scale: ScaleLinear<number, number>,
): Html | undefined {
  const { value, lower, upper } = estimate;
  if (value === null) return undefined;
  const at = (number: number): string => coordinate(scale(number));
  const [from, to] = [
    lower === null ? coordinate(MARGIN) : at(lower),
    upper === null ? coordinate(WIDTH - MARGIN) : at(upper),
  ];
  const edge = scale(limit.at);
  const [goodFrom, goodTo] = limit.good === "below" ? [0, edge] : [edge, WIDTH];
  return html`<svg class="bar" role="img" aria-label="${label}" viewBox="0 0 ${WIDTH} ${HEIGHT}">
<rect class="good-side" x="${coordinate(goodFrom)}" y="0" width="${coordinate(goodTo - goodFrom)}" height="${HEIGHT}" />
<line class="track" x1="0" x2="${WIDTH}" y1="${MIDDLE}" y2="${MIDDLE}" />
<line class="limit" x1="${coordinate(edge)}" x2="${coordinate(edge)}" y1="0" y2="${HEIGHT}" />
<path class="interval" d="M${from},${MIDDLE}H${to}${end(from, lower)}${end(to, upper)}" />
${lower === null ? arrow(MARGIN, -1) : undefined}${upper === null ? arrow(WIDTH - MARGIN, 1) : undefined}<circle class="value" cx="${at(value)}" cy="${MIDDLE}" r="4.5" />
</svg>`;
}

/** The stroke across a bound that is known. */
function end(x: string, bound: number | null): string {
  return bound === null ? "" : `M${x},${MIDDLE - 5}V${MIDDLE + 5}`;
}

function arrow(x: number, way: 1 | -1): Html {
  const tip = x + way * (MARGIN - 2);
  return html`<polygon class="open" points="${x},${MIDDLE - 5} ${tip},${MIDDLE} ${x},${MIDDLE + 5}" />`;
}
