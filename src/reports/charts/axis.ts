import { extent } from "d3-array";
import { scaleLinear, scaleLog } from "d3-scale";
import { html, type Html } from "../html-text.ts";
import { textWidth } from "./chart-text.ts";
import { coordinate } from "./coordinate.ts";

/** A value that is written at an axis. */
export interface Tick {
  readonly value: number;
  readonly text: string;
}

/** Where values lie along one side of a drawing. */
export interface Axis {
  readonly kind: "linear" | "log";
  readonly domain: readonly [number, number];
  /** The place of a value; what lies outside of the domain is put at its end. */
  readonly at: (value: number) => number;
  readonly ticks: readonly Tick[];
}

/** Where an axis is drawn, and how it is written. */
export interface AxisOptions {
  /** The places of the domain's ends: from left to right, or from the bottom to the top. */
  readonly range: readonly [number, number];
  /** A value in its unit. */
  readonly text: (value: number) => string;
  /** About so many ticks. */
  readonly count?: number;
  /** Values that cannot be left: rates lie within 0..1. */
  readonly within?: readonly [number, number];
}

/** An axis of equal steps around the values; of equal ones, and of none, it shows a little more. */
export function linearAxis(values: readonly number[], options: AxisOptions): Axis {
  const { range, text, count = 6, within } = options;
  const [low, high] = widened(ends(values));
  const scale = scaleLinear()
    .domain(inside([low, high], within))
    .range([...range])
    .nice(count)
    .clamp(true);
  const [from = low, to = high] = scale.domain();
  return {
    kind: "linear",
    domain: [from, to],
    at: (value) => scale(value),
    ticks: scale.ticks(count).map((value) => ({ value, text: text(value) })),
  };
}

/** With less than this between the least and the largest, equal steps are easier to read. */
const LEAST_RATIO = 2;

/** Of the whole range, left free at either end: names stand beside the outermost points. */
const ROOM = 0.08;

/** An axis of equal ratios; of equal steps where a value is not above 0, or all are near. */
export function logAxis(values: readonly number[], options: AxisOptions): Axis {
  const [low, high] = ends(values);
  if (!(low > NOTHING && high / low > LEAST_RATIO)) {
    return linearAxis(values, options);
  }
  const { range, text, count = 6 } = options;
  const room = (high / low) ** ROOM;
  const domain: readonly [number, number] = [low / room, high * room];
  const scale = scaleLog()
    .domain([...domain])
    .range([...range])
    .clamp(true);
  return {
    kind: "log",
    domain,
    at: (value) => (value > 0 ? scale(value) : (range[0] ?? 0)),
    ticks: roundTicks(scale.ticks(count), count).map((value) => ({ value, text: text(value) })),
  };
}

/** Of d3's ticks within decades those that are read most easily. */
function roundTicks(ticks: readonly number[], count: number): readonly number[] {
  const choices = [/^[1-9]/, /^[125]/, /^1/].map((leading) =>
    ticks.filter((tick) => leading.test(tick.toExponential(0))),
  );
  return choices.find(({ length }) => length >= 2 && length <= count + 2) ?? ticks;
}

function ends(values: readonly number[]): readonly [number, number] {
  const [low, high] = extent(values);
  return low === undefined ? [0, 1] : [low, high];
}

/** Below this a value is drawn as 0: costs are whole nano-dollars, latencies parts of milliseconds. */
const NOTHING = 1e-15;

/** Values that are equal, or nearly, get an axis around them; of nothing but 0 it goes to 1. */
function widened([low, high]: readonly [number, number]): readonly [number, number] {
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < NOTHING) return [0, 1];
  return high - low > size * 1e-9 ? [low, high] : [low - size / 10, high + size / 10];
}

function inside(
  [low, high]: readonly [number, number],
  within: readonly [number, number] = [-Infinity, Infinity],
): [number, number] {
  return [Math.max(low, within[0]), Math.min(high, within[1])];
}

/** The inside of a drawing's axes. */
export interface PlotArea {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The lower axis with its grid; a tick whose text would touch the one before has none. */
export function bottomAxis(axis: Axis, area: PlotArea, title: string): Html {
  let free = -Infinity;
  const ticks = axis.ticks.map(({ value, text }) => {
    const [x, half] = [axis.at(value), textWidth(text) / 2];
    const fits = x - half > free;
    if (fits) free = x + half + 6;
    return html`<line class="grid" x1="${coordinate(x)}" x2="${coordinate(x)}" y1="${area.top}" y2="${area.bottom}"/>
${fits ? html`<text class="label" x="${coordinate(x)}" y="${area.bottom + 16}" text-anchor="middle">${text}</text>` : undefined}
`;
  });
  const middle = coordinate((area.left + area.right) / 2);
  return html`${ticks}<line class="axis" x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}"/>
<text class="label" x="${middle}" y="${area.bottom + 36}" text-anchor="middle">${title}</text>
`;
}

/** The left axis with its grid; its title stands above it, where it need not be turned. */
export function leftAxis(axis: Axis, area: PlotArea, title: string): Html {
  const ticks = axis.ticks.map(({ value, text }) => {
    const y = axis.at(value);
    return html`<line class="grid" x1="${area.left}" x2="${area.right}" y1="${coordinate(y)}" y2="${coordinate(y)}"/>
<text class="label" x="${area.left - 8}" y="${coordinate(y + 4)}" text-anchor="end">${text}</text>
`;
  });
  return html`${ticks}<line class="axis" x1="${area.left}" x2="${area.left}" y1="${area.top}" y2="${area.bottom}"/>
<text class="label" x="4" y="${area.top - 12}">${title}</text>
`;
}
