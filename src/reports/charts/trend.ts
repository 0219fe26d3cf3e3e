import { extent } from "d3-array";
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { html, type Html } from "../html-text.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";

/** One figure of several runs, the oldest first. */
export interface Trend {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** One after the other; null: not known, and the line has a hole there. */
  readonly values: readonly (number | null)[];
  /** Places at which something else changed too: a step there is no trend. */
  readonly changedAt?: readonly number[];
  /** Gives the colour. */
  readonly className: string;
}

const WIDTH = 220;
const HEIGHT = 44;
const MARGIN = 6;

export const trendStyle = `
.trend .chart{width:220px;min-width:96px;max-width:100%}
.trend-line{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round}
.trend-mark{fill:currentColor}
`;

/** How a number moved, from its least to its greatest value: a drawing that stands in a cell. */
export function trend({ id, title, description, values, changedAt = [], className }: Trend): Html {
  const xOf = scaleLinear([0, Math.max(1, values.length - 1)], [MARGIN, WIDTH - MARGIN]);
  const [least, most] = extent(values.filter((value) => value !== null));
  // Values that are all alike stand in the middle.
  const yOf = scaleLinear([least ?? 0, most ?? 0], [HEIGHT - MARGIN, MARGIN]);
  const path = line<number | null>(
    (_, index) => xOf(index),
    (value) => yOf(value ?? 0),
  )
    .defined((value) => value !== null)
    .digits(2)(values);
  const last = values.findLastIndex((value) => value !== null);
  const marks = [
    ...changedAt.map((at) => {
      const x = coordinate(xOf(at));
      return html`<line class="limit" x1="${x}" y1="0" x2="${x}" y2="${HEIGHT}" />`;
    }),
    ...values.flatMap((value, at) =>
      value !== null && (at === last || isAlone(values, at)) ? [dot(xOf(at), yOf(value))] : [],
    ),
  ];
  const content = html`<g class="${className}">${path === null ? undefined : html`<path class="trend-line" d="${path}" />`}
${marks}</g>`;
  return html`<div class="trend">${drawing({ id, width: WIDTH, height: HEIGHT, title, description, content })}</div>`;
}

/** A line of one point would not be seen. */
function isAlone(values: readonly (number | null)[], at: number): boolean {
  return (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
}

function dot(x: number, y: number): Html {
  return html`<circle class="trend-mark" cx="${coordinate(x)}" cy="${coordinate(y)}" r="2.5" />`;
}
