import type { Estimate } from "../../core/estimate.ts";
import { intervalText } from "../estimate-text.ts";
import { html, type Html } from "../html-text.ts";
import { armStyle } from "./arm-style.ts";
import { wrapped } from "../display-width.ts";
import { visibleText } from "../visible-text.ts";
import { LINE_HEIGHT, textWidth } from "./chart-text.ts";
import { coordinate } from "./coordinate.ts";
import { cutShare, cutWidth, type LatencyCurveArm, type LatencyFrame } from "./latency-frame.ts";
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

/** A candidate's p95 against the baseline's, where both are known and their ratio is. */
export interface P95Ratio {
  readonly arm: number;
  readonly ratio: Estimate;
  readonly fromMs: number;
  readonly toMs: number;
}

/** A row above the curves for each. */
export const RATIO_ROW = 24;

/** The ratios that can be drawn: both p95 and the ratio between them are known. */
export function p95Ratios(arms: readonly LatencyCurveArm[]): readonly P95Ratio[] {
  const fromMs = arms.find(({ arm }) => arm === 0)?.p95.value ?? null;
  return arms.flatMap(({ arm, p95: { value: toMs }, p95Ratio: ratio }) =>
    fromMs === null || toMs === null || ratio === undefined || ratio.value === null
      ? []
      : [{ arm, ratio, fromMs, toMs }],
  );
}

/**
 * How many times as long as the baseline's p95, between the two: what a regression looks like. The
 * words come after all lines, as those of one row lead down past the words of another.
 */
export function ratioBrackets(ratios: readonly P95Ratio[], frame: LatencyFrame): Html {
  const lowest = frame.area.top - 36;
  const topOf = (row: number) => lowest - (ratios.length - 1 - row) * RATIO_ROW;
  return html`${ratios.map((ratio, row) => bracketOf(ratio, topOf(row), frame))}
${ratios.map((ratio, row) => ratioWords(ratio, topOf(row), frame))}`;
}

function bracketOf({ arm, fromMs, toMs }: P95Ratio, top: number, { x, y }: LatencyFrame): Html {
  const { className, mark } = armStyle(arm);
  const [from, to] = [x.at(fromMs), x.at(toMs)];
  const drop = (place: number) =>
    html`<line class="drop" x1="${coordinate(place)}" x2="${coordinate(place)}" y1="${top}" y2="${coordinate(y.at(P95))}"/>`;
  return html`<g class="${className}"><path class="whisker" d="M${coordinate(from)},${top}H${coordinate(to)}"/>
${drop(from)}
${drop(to)}
${markAt(mark, [to, top], { area: 40 })}</g>
`;
}

function ratioWords(
  { arm, ratio, fromMs, toMs }: P95Ratio,
  top: number,
  { area, x }: LatencyFrame,
): Html {
  const text = `p95 ${intervalText(ratio, "ratio")}`;
  const half = textWidth(text) / 2 + 4;
  const between = (x.at(fromMs) + x.at(toMs)) / 2;
  const middle = Math.min(Math.max(between, area.left + half), area.right - half);
  return html`<text class="ratio halo ${armStyle(arm).className}" x="${coordinate(middle)}" y="${top - 7}" text-anchor="middle">${text}</text>
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

/** The outcomes that a timeout cut: a hatched step a policy, from where its curve ends up to 100 %. */
export function cutSteps(
  id: string,
  arms: readonly LatencyCurveArm[],
  { area, y }: LatencyFrame,
): Html | undefined {
  if (arms.length === 0) return undefined;
  const width = cutWidth(arms.length);
  const middle = area.right + (width * arms.length) / 2 + 2;
  const steps = arms.map(({ arm, curve }, column) => {
    const [top, bottom] = [y.at(1), y.at(1 - cutShare(curve))];
    const left = area.right + column * width + 4;
    return html`<g class="${armStyle(arm).className}"><pattern id="${id}-${column}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><line class="cut-off" x1="0" x2="0" y1="0" y2="5" stroke-width="3"/></pattern>
<rect class="cut-off" x="${coordinate(left)}" y="${coordinate(top)}" width="${width - 4}" height="${coordinate(Math.max(1.5, bottom - top))}" fill="url(#${id}-${column})"/></g>
`;
  });
  return html`${steps}<text class="muted" x="${coordinate(middle)}" y="${area.bottom + 16}" text-anchor="middle">cut</text>
`;
}
