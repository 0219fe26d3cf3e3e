import { intervalText } from "../estimate-text.ts";
import { html, type Html } from "../html/html.ts";
import { armStyle } from "./arm-style.ts";
import { wrapped } from "../display-width.ts";
import { visibleText } from "../visible-text.ts";
import { LINE_HEIGHT, textWidth } from "./chart-text.ts";
import { coordinate } from "./coordinate.ts";
import { CUT_WIDTH, cutShare, type LatencyCurveArm, type LatencyFrame } from "./latency-frame.ts";
import type { LatencyLimit } from "./latency-limits.ts";
import { markAt } from "./mark.ts";

const P95 = 0.95;
/** Half of the height of a whisker's end. */
const CAP = 6;

/** A policy's p95 with its interval, at the height of 95 %; an open end goes on to the edge. */
export function p95Marker(
  { arm, p95 }: LatencyCurveArm,
  { area, x, y }: LatencyFrame,
): Html | undefined {
  if (p95.value === null) return undefined;
  const { className, mark } = armStyle(arm);
  const at = y.at(P95);
  const from = p95.lower === null ? area.left : x.at(p95.lower);
  const to = p95.upper === null ? area.right : x.at(p95.upper);
  const cap = (place: number) =>
    `M${coordinate(place)},${coordinate(at - CAP)}V${coordinate(at + CAP)}`;
  const caps = `${p95.lower === null ? "" : cap(from)}${p95.upper === null ? "" : cap(to)}`;
  return html`<g class="${className}"><path class="whisker" d="M${coordinate(from)},${coordinate(at)}H${coordinate(to)}${caps}"/>
${markAt(mark, [x.at(p95.value), at], { area: 100 })}</g>
`;
}

/** How many times as long as the baseline's p95, between the two: what a regression looks like. */
export function ratioBracket(
  candidate: LatencyCurveArm,
  baseline: LatencyCurveArm,
  top: number,
  { area, x, y }: LatencyFrame,
): Html | undefined {
  const [before, after] = [baseline.p95.value, candidate.p95.value];
  if (candidate.p95Ratio === undefined || before === null || after === null) return undefined;
  const [from, to] = [x.at(before), x.at(after)];
  const text = `p95 ${intervalText(candidate.p95Ratio, "ratio")}`;
  const half = textWidth(text) / 2 + 4;
  const middle = Math.min(Math.max((from + to) / 2, area.left + half), area.right - half);
  const drop = (place: number) =>
    html`<line class="drop" x1="${coordinate(place)}" x2="${coordinate(place)}" y1="${coordinate(top)}" y2="${coordinate(y.at(P95))}"/>`;
  return html`<g class="${armStyle(candidate.arm).className}"><path class="whisker" d="M${coordinate(from)},${coordinate(top)}H${coordinate(to)}"/>
${drop(from)}
${drop(to)}
<text class="ratio halo" x="${coordinate(middle)}" y="${coordinate(top - 6)}" text-anchor="middle">${text}</text></g>
`;
}

/** Columns of a line of a limit's words, and the height that all its lines may take. */
const [LIMIT_COLUMNS, LIMIT_ROOM] = [26, 54];

/** Where a gate has its limit, with its words beside the line: below the curves, which are high there. */
export function limitLine(
  { ms, text }: LatencyLimit,
  row: number,
  { area, x }: LatencyFrame,
): Html {
  const at = x.at(ms);
  const lines = wrapped(visibleText(`limit: ${text}`), LIMIT_COLUMNS).slice(0, 3);
  const fits = at + 8 + Math.max(...lines.map(textWidth)) <= area.right;
  const top = area.bottom - LIMIT_ROOM * (row + 1);
  return html`<line class="limit" x1="${coordinate(at)}" x2="${coordinate(at)}" y1="${area.top}" y2="${area.bottom}"/>
${lines.map(
  (line, index) =>
    html`<text class="label halo" x="${coordinate(fits ? at + 8 : at - 8)}" y="${coordinate(top + 12 + index * LINE_HEIGHT)}" text-anchor="${fits ? "start" : "end"}">${line}</text>
`,
)}`;
}

/** The outcomes that a timeout cut: a hatched step from where the curve ends up to 100 %. */
export function cutStep(
  id: string,
  { arm, curve }: LatencyCurveArm,
  column: number,
  { area, y }: LatencyFrame,
): Html {
  const left = area.right + column * CUT_WIDTH + 5;
  const [top, bottom] = [y.at(1), y.at(1 - cutShare(curve))];
  return html`<g class="${armStyle(arm).className}"><pattern id="${id}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="cut-off" x1="0" x2="0" y1="0" y2="5" stroke-width="3"/></pattern>
<rect class="cut-off" x="${coordinate(left)}" y="${coordinate(top)}" width="${CUT_WIDTH - 8}" height="${coordinate(Math.max(1.5, bottom - top))}" fill="url(#${id})"/></g>
<text class="muted" x="${coordinate(left + (CUT_WIDTH - 8) / 2)}" y="${coordinate(bottom + 14)}" text-anchor="middle">cut</text>
`;
}
