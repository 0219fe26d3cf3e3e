import { scaleLinear } from "d3-scale";
import type { Attempt } from "../../core/attempt.ts";
import type { SheetArm } from "../../core/record-sheet.ts";
import { html, type Html } from "../html-text.ts";
import { msText } from "../numbers.ts";
import { armStyle } from "./arm-style.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";
import { shortened } from "../visible-text.ts";

/** What an attempt's time went to; only `slot` is not part of what the caller waited. */
export type TimelinePart = "wait" | "slot" | "first_token" | "rest";

/** One stretch of an attempt, in milliseconds from the first one's start. */
export interface TimelineSpan {
  readonly part: TimelinePart;
  readonly startMs: number;
  readonly endMs: number;
}

/** A record's attempts under one policy one after the other, from 0 ms. */
export interface TimelineRow {
  readonly attempt: Attempt;
  readonly spans: readonly TimelineSpan[];
}

/**
 * Where the time of each attempt went: the wait before it, the wait for a slot of the harness, up to
 * the first token, and the rest. Attempts of unknown latency have no length. Lengths but the slots'
 * add up to the latency of the outcome.
 */
export function timelineRows(attempts: readonly Attempt[]): readonly TimelineRow[] {
  let atMs = 0;
  return attempts.map((attempt) => {
    const { waitedMs, queuedAtMs, dispatchedAtMs, latencyMs = 0 } = attempt;
    const firstTokenMs = Math.min(attempt.firstTokenMs ?? 0, latencyMs);
    const lengths: readonly (readonly [TimelinePart, number])[] = [
      ["wait", waitedMs],
      ["slot", Math.max(0, dispatchedAtMs - queuedAtMs)],
      ["first_token", firstTokenMs],
      ["rest", latencyMs - firstTokenMs],
    ];
    const spans = lengths.flatMap(([part, lengthMs]) => {
      const startMs = atMs;
      atMs += lengthMs;
      return lengthMs > 0 ? [{ part, startMs, endMs: atMs }] : [];
    });
    return { attempt, spans };
  });
}

/** What the parts look like, said once for all timelines of a page. */
export const timelineLegend =
  "In the drawings of attempts grey is waiting and back-off, a dotted frame the queue, the pale part goes to the first token, the full one is the rest, and what is hatched failed.";

export const attemptTimelineStyle = `
.chart .t-wait{fill:var(--rule)}
.chart .t-slot{fill:none;stroke:var(--muted);stroke-dasharray:2 2}
.chart .t-first_token{fill:currentColor;fill-opacity:.5}
.chart .t-rest{fill:currentColor}
.chart .t-failed{stroke:var(--bad);stroke-width:2;fill:none}
`;

const WIDTH = 720;
const LABEL_WIDTH = 190;
const RIGHT_MARGIN = 36;
const TICKS = 3;
const ROW_HEIGHT = 20;
const AXIS_HEIGHT = 22;
const LABEL_CHARS = 26;

/** Every attempt of the policies on a record, on one scale of milliseconds that begins at 0. */
export function attemptTimeline(id: string, arms: readonly SheetArm[]): Html | undefined {
  const rows = arms.flatMap(({ policy, outcome }) =>
    timelineRows(outcome.attempts).map((row) => ({ ...row, policy, arm: outcome.arm })),
  );
  const lastMs = Math.max(0, ...rows.flatMap(({ spans }) => spans.map(({ endMs }) => endMs)));
  if (lastMs === 0) return undefined;
  const scale = scaleLinear([0, lastMs], [LABEL_WIDTH, WIDTH - RIGHT_MARGIN]).nice(TICKS);
  const height = rows.length * ROW_HEIGHT + AXIS_HEIGHT;
  const bottom = rows.length * ROW_HEIGHT;
  const ticks = scale.ticks(TICKS).map((ms) => [coordinate(scale(ms)), msText(ms)] as const);
  const lines = ticks.map(([x]) => `M${x},0V${bottom}`).join("");
  const axis = ticks.map(
    ([x, words]) =>
      html`<text class="axis" x="${x}" y="${height - 6}" text-anchor="middle">${words}</text>\n`,
  );
  const bars = rows.map(({ attempt, spans, policy, arm }, row) => {
    const y = row * ROW_HEIGHT;
    const label = shortened(`${policy} ${attempt.index + 1} ${attempt.kind}`, LABEL_CHARS);
    const failed = attempt.result.kind === "failure";
    return html`<text class="label" x="0" y="${y + 14}">${label}</text><g class="${armStyle(arm).className}">${spans.map((span) => spanBar(span, y, failed, scale))}</g>\n`;
  });
  return drawing({
    id,
    width: WIDTH,
    height,
    title: "Attempts over time",
    description: rows.map(rowText).join(" "),
    content: html`<path class="grid" d="${lines}"/>
${axis}${bars}`,
  });
}

function spanBar(
  { part, startMs, endMs }: TimelineSpan,
  y: number,
  failed: boolean,
  scale: (ms: number) => number,
): Html {
  const [left, right] = [scale(startMs), scale(endMs)];
  const place = html`x="${coordinate(left)}" y="${y + 4}" width="${coordinate(Math.max(0.5, right - left))}" height="12"`;
  const bar = html`<rect class="t-${part}" ${place}/>`;
  if (!failed || part === "wait" || part === "slot") return bar;
  return html`<rect class="t-failed" ${place}/><path class="t-failed" d="${hatching(left, right, y + 4)}"/>`;
}

const HATCH_STEP = 6;

/** Slanted strokes over a bar twelve high: what failed is told from what succeeded without colour. */
function hatching(left: number, right: number, top: number): string {
  const strokes: string[] = [];
  // At most some sixty strokes: a drawing is at most 720 wide, and wide bars get wider gaps.
  const step = Math.max(HATCH_STEP, (right - left) / 60);
  for (let x = left; x + step <= right; x += step) {
    strokes.push(`M${coordinate(x)},${top + 12}L${coordinate(x + step)},${top}`);
  }
  return strokes.join("") || `M${coordinate(left)},${top + 12}L${coordinate(right)},${top}`;
}

function rowText({ attempt, spans, policy }: TimelineRow & { readonly policy: string }): string {
  const parts = spans.map(({ startMs, endMs }) => msText(endMs - startMs));
  const failed = attempt.result.kind === "failure" ? " failed" : "";
  return `${policy} ${attempt.index + 1}: ${parts.join(" + ") || "unknown"}${failed}.`;
}
