import type { FlowNode, OutcomeFlow } from "../../core/charts/outcome-flow.ts";
import { html, type Html } from "../html-text.ts";
import { countText, usdText } from "../numbers.ts";
import { chartLabel, COLUMN_PX } from "./chart-label.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";
import { flowLayout, type FlowLayout, type PlacedLink, type PlacedNode } from "./flow-layout.ts";

/** What the width of a band stands for. */
export type FlowMeasure = "records" | "dollars";

/** One flow, drawn by records or by dollars. */
export interface FlowChart {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly flow: OutcomeFlow;
  readonly measure: FlowMeasure;
  /** Of the policy: gives the colour of its routes. */
  readonly className: string;
}

/** Room for the names of the last column, and the least from one column to the next. */
const [LABEL_WIDTH, LEAST_PITCH] = [190, 150];
/** As wide as the page, and half of it: a short flow has another one beside it. */
const [FULL_WIDTH, HALF_WIDTH] = [1160, 570];
/** As many columns have room in half the width. */
export const COLUMNS_IN_HALF = 3;
const NODE_WIDTH = 12;
const LINE_HEIGHT = 14;
const ROOM_FOR_BANDS = 220;
const MARGIN = 8;
/** Taller than this is no picture any more: gaps shrink, and some names stand in the table alone. */
const MAX_HEIGHT = 1400;
/** A band thinner than a pixel would not be seen. */
const THINNEST = 1;

export const flowStyle = `
.flow-band{fill:currentColor;fill-opacity:.28;stroke:var(--page);stroke-width:.6}
.flow-box{fill:currentColor}
.chart .halo{paint-order:stroke;stroke:var(--page);stroke-width:4;stroke-opacity:.9;stroke-linejoin:round}
`;

/** Where records or dollars went; undefined where there is nothing to draw. */
export function flowChart(chart: FlowChart): Html | undefined {
  const { id, title, description, flow, measure, className } = chart;
  const height = heightFor(flow);
  const layout = flowLayout(
    flow,
    (link) => (measure === "records" ? link.records : link.cost_usd),
    { height, gap: LINE_HEIGHT + 2 },
  );
  if (layout.links.length === 0) return undefined;
  const columns = columnsOf(layout);
  const pitch = pitchFor(columns);
  const content = html`${lostPattern(id)}
<g transform="translate(${MARGIN} ${MARGIN})">
${layout.links.map((link) => band(link, pitch, className, id))}
${layout.nodes.map((node) => box(node, pitch, className))}
${labels(layout, pitch, measure)}
</g>`;
  return drawing({
    id,
    width: (columns - 1) * pitch + LABEL_WIDTH,
    height: height + 2 * MARGIN,
    title,
    description,
    content,
  });
}

/** From one column to the next: columns share the width, and many of them make the drawing wider. */
function pitchFor(columns: number): number {
  const width = columns <= COLUMNS_IN_HALF ? HALF_WIDTH : FULL_WIDTH;
  return Math.max(LEAST_PITCH, Math.floor((width - LABEL_WIDTH) / Math.max(1, columns - 1)));
}

/** How many stages the drawing has beside each other; 0: there is nothing to draw. */
export function flowColumns(flow: OutcomeFlow): number {
  return columnsOf(flowLayout(flow, ({ records }) => records, { height: 1, gap: 0 }));
}

function columnsOf({ nodes }: FlowLayout): number {
  return Math.max(0, ...nodes.map(({ column }) => column + 1));
}

/** Whether a way that comes here ends in work that nobody accepted. */
function isLost({ kind, name }: FlowNode): boolean {
  return kind === "ending" && name !== "accepted";
}

/** Room for a name beside each node of the fullest stage, and for the bands. */
function heightFor({ nodes }: OutcomeFlow): number {
  const sizes = new Map<string, number>();
  for (const { kind, stage } of nodes) {
    const column = kind === "ending" ? "ending" : String(stage);
    sizes.set(column, (sizes.get(column) ?? 0) + 1);
  }
  const most = Math.max(1, ...sizes.values());
  return Math.min(MAX_HEIGHT, ROOM_FOR_BANDS + most * (LINE_HEIGHT + 4));
}

function lostPattern(id: string): Html {
  return html`<defs><pattern id="${id}-lost" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="flow-band bad" width="6" height="6" /><rect class="flow-box bad" width="2" height="6" /></pattern></defs>`;
}

/** A band of one height from the right side of a box to the left side of the next. */
function band(placed: PlacedLink, pitch: number, className: string, id: string): Html {
  const { fromColumn, toColumn, fromMiddle, toMiddle, to } = placed;
  const half = Math.max(THINNEST, placed.thickness) / 2;
  const left = fromColumn * pitch + NODE_WIDTH;
  const right = toColumn * pitch;
  const bend = coordinate((left + right) / 2);
  const [x0, x1] = [coordinate(left), coordinate(right)];
  const [top0, top1] = [coordinate(fromMiddle - half), coordinate(toMiddle - half)];
  const [end0, end1] = [coordinate(fromMiddle + half), coordinate(toMiddle + half)];
  const outline = `M${x0},${top0}C${bend},${top0} ${bend},${top1} ${x1},${top1}V${end1}C${bend},${end1} ${bend},${end0} ${x0},${end0}Z`;
  return isLost(to)
    ? html`<path d="${outline}" fill="url(#${id}-lost)" />`
    : html`<path class="flow-band ${className}" d="${outline}" />`;
}

function box({ node, column, top, bottom }: PlacedNode, pitch: number, className: string): Html {
  const looks = node.kind === "failure" || isLost(node) ? "bad" : className;
  return html`<rect class="flow-box ${looks}" x="${column * pitch}" y="${coordinate(top)}" width="${NODE_WIDTH}" height="${coordinate(Math.max(THINNEST, bottom - top))}" />`;
}

/** Names beside their boxes, the greatest first: what has no free line is in the table alone. */
function labels({ nodes }: FlowLayout, pitch: number, measure: FlowMeasure): readonly Html[] {
  const taken: { readonly column: number; readonly middle: number }[] = [];
  const placed: Html[] = [];
  const last = columnsOf({ nodes, links: [] }) - 1;
  for (const { node, value, column, top, bottom } of nodes.toSorted((a, b) => b.value - a.value)) {
    const middle = (top + bottom) / 2;
    const isFree = taken.every(
      (other) => other.column !== column || Math.abs(other.middle - middle) >= LINE_HEIGHT,
    );
    if (!isFree) continue;
    taken.push({ column, middle });
    const width = column === last ? LABEL_WIDTH : pitch;
    const room = Math.floor((width - NODE_WIDTH - 10) / COLUMN_PX);
    const figure = measure === "records" ? countText(Math.round(value)) : usdText(value);
    const name = chartLabel(node.name, room - figure.length - 1);
    placed.push(
      html`<text class="label halo" x="${column * pitch + NODE_WIDTH + 5}" y="${coordinate(middle + 4)}">${name} ${figure}</text>`,
    );
  }
  return placed;
}
