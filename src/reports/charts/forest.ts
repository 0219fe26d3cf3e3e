import { scaleLinear, type ScaleLinear } from "d3-scale";
import type { Estimate } from "../../core/estimate.ts";
import { html, type Html } from "../html-text.ts";
import { countText, notAvailable, plainDecimal, pointsText } from "../numbers.ts";
import { chartLabel, COLUMN_PX } from "./chart-label.ts";
import { coordinate, coordinates } from "./coordinate.ts";
import { drawing } from "./drawing.ts";

/** A segment's line; `difference` is one of two shares. */
export interface ForestRow {
  readonly name: string;
  readonly difference: Estimate;
  /** Behind the number of records, such as a p-value and what it means. */
  readonly note: string;
  readonly isWorse: boolean;
}

/** Differences of segments below the difference of all records, as shares. */
export interface ForestChart {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly overall: Estimate;
  /** The loss that matters, as a difference below 0: a line of its own. */
  readonly limit: number;
  readonly rows: readonly ForestRow[];
  /** Apart, under a rule: too few records to tell. */
  readonly tooSmall: readonly ForestRow[];
  /** Of the candidate: gives the colour of its marks. */
  readonly className: string;
}

const WIDTH = 760;
const PLOT_LEFT = 200;
const PLOT_RIGHT = 500;
const NOTE_LEFT = 514;
const ROW_HEIGHT = 20;
const TOP = 24;
const TITLE_ROOM = 26;
const AXIS_ROOM = 24;
const NAME_COLUMNS = Math.floor((PLOT_LEFT - 14) / COLUMN_PX);
const NOTE_COLUMNS = Math.floor((WIDTH - NOTE_LEFT) / COLUMN_PX);
const MARK = 4;
const TICKS = 5;

export const forestStyle = `
.forest-bar{stroke:currentColor;stroke-width:2;fill:none}
.forest-mark{fill:currentColor}
`;

/** Differences with their intervals, one under the other, against no difference and the limit. */
export function forestChart(chart: ForestChart): Html {
  const { id, title, description, overall, limit, rows, tooSmall, className } = chart;
  const xOf = scaleOf(overall, limit, rows.length === 0 ? tooSmall : rows);
  const middle = (row: number): number => TOP + (row + 0.5) * ROW_HEIGHT;
  const ruleY = TOP + (rows.length + 1) * ROW_HEIGHT + 4;
  const smallMiddle = (row: number): number => ruleY + TITLE_ROOM + (row + 0.5) * ROW_HEIGHT;
  const bottom =
    tooSmall.length === 0 ? ruleY : ruleY + TITLE_ROOM + tooSmall.length * ROW_HEIGHT + 4;
  const content = html`${axis(xOf, bottom)}
${limitLine(xOf(limit), limit, bottom)}
${rowText("all records", overall, "", middle(0))}
${diamond(overall, xOf, middle(0), className)}
${rows.map((row, index) => segmentRow(row, xOf, middle(index + 1), className))}
${tooSmall.length === 0 ? undefined : ruleAt(ruleY)}
${tooSmall.map((row, index) => segmentRow(row, xOf, smallMiddle(index), className))}`;
  return drawing({ id, width: WIDTH, height: bottom + AXIS_ROOM, title, description, content });
}

type Scale = ScaleLinear<number, number>;

/** From the lowest bound among those that can tell something to the highest; it ends there. */
function scaleOf(overall: Estimate, limit: number, rows: readonly ForestRow[]): Scale {
  const ends = [overall, ...rows.map(({ difference }) => difference)].flatMap(
    ({ value, lower, upper }) => [value, lower, upper].filter((end) => end !== null),
  );
  const from = Math.min(0, limit, ...ends);
  const to = Math.max(0, ...ends);
  const room = (to - from || 1) * 0.05;
  return scaleLinear([from - room, to + room], [PLOT_LEFT, PLOT_RIGHT]).clamp(true);
}

function axis(xOf: Scale, bottom: number): Html {
  const zero = coordinate(xOf(0));
  const ticks = xOf.ticks(TICKS).map((tick) => {
    const x = coordinate(xOf(tick));
    return html`<line class="grid" x1="${x}" y1="${TOP}" x2="${x}" y2="${coordinate(bottom)}" /><text class="label" x="${x}" y="${coordinate(bottom + 16)}" text-anchor="middle">${tickText(tick)}</text>`;
  });
  return html`${ticks}<line class="axis" x1="${zero}" y1="${TOP}" x2="${zero}" y2="${coordinate(bottom)}" />`;
}

/** Percentage points; the unit stands at 0 alone. */
function tickText(tick: number): string {
  const points = Number((tick * 100).toPrecision(6));
  return points === 0 ? "0 pp" : `${points > 0 ? "+" : ""}${plainDecimal(points)}`;
}

function limitLine(x: number, limit: number, bottom: number): Html {
  return html`<line class="limit" x1="${coordinate(x)}" y1="${TOP - 6}" x2="${coordinate(x)}" y2="${coordinate(bottom)}" /><text class="label" x="${coordinate(x)}" y="13" text-anchor="middle">limit ${pointsText(limit)}</text>`;
}

function ruleAt(y: number): Html {
  return html`<line class="axis" x1="0" y1="${coordinate(y)}" x2="${WIDTH}" y2="${coordinate(y)}" /><text class="label muted" x="0" y="${coordinate(y + 18)}">too few records to tell</text>`;
}

function segmentRow(row: ForestRow, xOf: Scale, y: number, className: string): Html {
  const { name, difference, note, isWorse } = row;
  return html`<g>${rowText(name, difference, note, y)}${interval(difference, xOf, y, className, isWorse)}</g>`;
}

function rowText(name: string, { value, n, reason }: Estimate, note: string, y: number): Html {
  const baseline = coordinate(y + 4);
  const said = [`n=${countText(n)}`, note, value === null ? notAvailable(reason) : ""];
  const right = said.filter((part) => part !== "").join(", ");
  return html`<text class="label" x="0" y="${baseline}">${chartLabel(name, NAME_COLUMNS)}</text><text class="label" x="${NOTE_LEFT}" y="${baseline}">${chartLabel(right, NOTE_COLUMNS)}</text>`;
}

/** A bar with its value; where it goes on beyond the drawing it ends in an arrow. */
function interval(
  { value, lower, upper }: Estimate,
  xOf: Scale,
  y: number,
  className: string,
  isWorse: boolean,
): Html | undefined {
  if (value === null) return undefined;
  const [from, to] = xOf.domain() as [number, number];
  const [x0, x1] = [xOf(lower ?? from), xOf(upper ?? to)];
  const at = coordinate(y);
  const isOpen = { left: lower === null || lower < from, right: upper === null || upper > to };
  const arrows = [
    ...(isOpen.left ? [`M${coordinate(x0 + 5)},${coordinate(y - 4)}l-5,4l5,4`] : []),
    ...(isOpen.right ? [`M${coordinate(x1 - 5)},${coordinate(y - 4)}l5,4l-5,4`] : []),
  ];
  const x = xOf(value);
  const mark = isWorse
    ? html`<rect class="forest-mark" x="${coordinate(x - MARK)}" y="${coordinate(y - MARK)}" width="${2 * MARK}" height="${2 * MARK}" />`
    : html`<circle class="forest-mark" cx="${coordinate(x)}" cy="${at}" r="${MARK}" />`;
  return html`<g class="${isWorse ? "bad" : className}"><path class="forest-bar" d="M${coordinate(x0)},${at}H${coordinate(x1)}${arrows.join("")}" />${mark}</g>`;
}

/** The whole: as wide as its interval. */
function diamond(
  { value, lower, upper }: Estimate,
  xOf: Scale,
  y: number,
  className: string,
): Html | undefined {
  if (value === null) return undefined;
  const [from, to] = xOf.domain() as [number, number];
  const corners = coordinates([
    [xOf(lower ?? from), y],
    [xOf(value), y - 7],
    [xOf(upper ?? to), y],
    [xOf(value), y + 7],
  ]);
  return html`<polygon class="forest-mark ${className}" points="${corners}" />`;
}
