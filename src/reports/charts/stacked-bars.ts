import { scaleLinear } from "d3-scale";
import { html, type Html } from "../html-text.ts";
import { countText } from "../numbers.ts";
import { chartLabel, COLUMN_PX } from "./chart-label.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";

/** Two families of parts, told apart by colour and by pattern. */
export type PartTone = "plain" | "striped";

/** One stretch of a bar. */
export interface BarPart {
  readonly name: string;
  /** A count, above 0. */
  readonly value: number;
  readonly tone: PartTone;
}

/** A name and its parts, drawn from 0 one after the other. */
export interface StackedBar {
  readonly name: string;
  readonly parts: readonly BarPart[];
}

/** Bars on the scale of the longest. */
export interface StackedBars {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** What is counted, in the plural. */
  readonly unit: string;
  readonly bars: readonly StackedBar[];
}

const WIDTH = 760;
const BAR_HEIGHT = 30;
const BAR_PITCH = 58;
const NAME_ROOM = 18;
const AXIS_ROOM = 26;
const END_ROOM = 30;
const TICKS = 6;
const FULL_COLUMNS = Math.floor(WIDTH / COLUMN_PX) - 10;

export const stackedBarsStyle = `
.part-plain{color:var(--bad)}
.part-striped{color:var(--muted)}
.part-fill{fill:currentColor;fill-opacity:.22}
.part-stripe{fill:currentColor;fill-opacity:.5}
.part-edge{fill:none;stroke:currentColor}
`;

/** Counts one after the other, a bar a policy, all from 0 on one scale. */
export function stackedBars({ id, title, description, unit, bars }: StackedBars): Html {
  const totals = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const most = Math.max(1, ...totals);
  const xOf = scaleLinear([0, most], [0, WIDTH - END_ROOM]);
  const bottom = bars.length * BAR_PITCH;
  const ticks = xOf.ticks(TICKS).filter((tick) => Number.isInteger(tick));
  const content = html`<defs><pattern id="${id}-stripes" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="part-striped part-fill" width="7" height="7" /><rect class="part-striped part-stripe" width="2" height="7" /></pattern></defs>
${ticks.map((tick) => {
  const x = coordinate(xOf(tick));
  return html`<line class="grid" x1="${x}" y1="0" x2="${x}" y2="${bottom}" /><text class="label" x="${x}" y="${bottom + 16}" text-anchor="${tick === 0 ? "start" : "middle"}">${countText(tick)}${tick === 0 ? ` ${unit}` : ""}</text>`;
})}
${bars.map((bar, index) => barOf(bar, index * BAR_PITCH, xOf, id))}`;
  return drawing({ id, width: WIDTH, height: bottom + AXIS_ROOM, title, description, content });
}

function barOf(
  { name, parts }: StackedBar,
  top: number,
  xOf: (value: number) => number,
  id: string,
): Html {
  let before = 0;
  const boxes = parts.map((part) => {
    const [left, right] = [xOf(before), xOf(before + part.value)];
    before += part.value;
    return partBox(part, left, right, top + NAME_ROOM, id);
  });
  return html`<text class="label" x="0" y="${top + 13}">${chartLabel(name, FULL_COLUMNS)}</text>
${boxes}`;
}

/** Its name stands in it where it is wide enough. */
function partBox(part: BarPart, left: number, right: number, top: number, id: string): Html {
  const { name, value, tone } = part;
  const width = right - left;
  const at = html`x="${coordinate(left)}" y="${top}" width="${coordinate(width)}" height="${BAR_HEIGHT}"`;
  const columns = Math.floor((width - 8) / COLUMN_PX);
  const figure = countText(value);
  const room = columns - figure.length - 1;
  const said =
    room >= 4 ? `${chartLabel(name, room)} ${figure}` : columns >= figure.length ? figure : "";
  const fill =
    tone === "plain"
      ? html`<rect class="part-plain part-fill" ${at} />`
      : html`<rect fill="url(#${id}-stripes)" ${at} />`;
  return html`<g>${fill}<rect class="part-${tone} part-edge" ${at} />${said === "" ? undefined : html`<text class="label" x="${coordinate(left + 4)}" y="${top + BAR_HEIGHT / 2 + 4}">${said}</text>`}</g>`;
}
