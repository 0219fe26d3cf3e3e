import { type CostWaterfall, type WaterfallStep } from "../../core/charts/cost-waterfall.ts";
import { html, type Html } from "../html-text.ts";
import { countText, usdDifferenceText, usdText } from "../numbers.ts";
import { armStyle } from "./arm-style.ts";
import { bottomAxis, linearAxis, type Axis, type PlotArea } from "./axis.ts";
import { shortName } from "./chart-text.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";

export const waterfallStyle = `
.chart .cost-bar{fill:currentColor}
.chart .rise{color:var(--bad)}
.chart .fall{color:var(--good)}
.chart .no-change{color:var(--muted)}
`;

/** What a step is called. */
export const stepWords: Readonly<Record<WaterfallStep, string>> = {
  routing_mix: "routing mix",
  price_per_token: "price per token",
  tokens_per_call: "tokens per call",
  cost_per_call: "cost per call",
  retries: "retries",
  fallbacks: "fallbacks",
  escalations: "escalations",
  rejected_work: "rejected but paid",
};

/** One row of the waterfall: from where to where its bar reaches, in US dollars. */
export interface WaterfallBar {
  readonly kind: "baseline" | "candidate" | WaterfallStep;
  readonly from_usd: number;
  readonly to_usd: number;
}

/**
 * The bars of a waterfall from top to bottom; each begins where the one before ended, and the last
 * step ends at the candidate's dollars. Whole nano-dollars, so that they meet exactly.
 */
export function waterfallBars(waterfall: CostWaterfall): readonly WaterfallBar[] {
  const steps: WaterfallBar[] = [];
  let running = nanoUsd(waterfall.baseline_usd);
  for (const { kind, change_usd: change } of waterfall.steps) {
    const next = running + nanoUsd(change);
    steps.push({ kind, from_usd: running / 1e9, to_usd: next / 1e9 });
    running = next;
  }
  return [
    { kind: "baseline", from_usd: 0, to_usd: waterfall.baseline_usd },
    ...steps,
    { kind: "candidate", from_usd: 0, to_usd: waterfall.candidate_usd },
  ];
}

function nanoUsd(usd: number): number {
  return Math.round(usd * 1e9);
}

/** Whose two totals they are. */
export interface WaterfallNames {
  readonly baseline: string;
  readonly candidate: string;
  /** The candidate's place in the run: its colour. */
  readonly arm: number;
}

const WIDTH = 720;
/** Room for the longest name of a step at the left, and for an amount behind the longest bar. */
const [LEFT, RIGHT] = [190, 590];
const TOP = 10;
const BAR = 18;
const STEP_ROW = 28;
/** What the policy pays per accepted outcome stands under its bar. */
const END_ROW = 44;
/** A step of exactly nothing is a line of this width. */
const NO_CHANGE = 1.5;

/** From the baseline's dollars to the candidate's, a bar a step, from zero. */
export function waterfallChart(id: string, waterfall: CostWaterfall, names: WaterfallNames): Html {
  const rows = placedRows(waterfallBars(waterfall));
  const bottom = TOP + rows.reduce((height, row) => height + row.height, 0);
  const area: PlotArea = { left: LEFT, right: RIGHT, top: TOP, bottom };
  const ends = rows.flatMap(({ bar }) => [bar.from_usd, bar.to_usd]);
  const x = linearAxis([0, ...ends], { range: [LEFT, RIGHT], text: usdText, count: 5 });
  const words = rows.map(({ bar }) => `${rowName(bar, names)}: ${barText(bar, waterfall)}`);
  return drawing({
    id,
    width: WIDTH,
    height: bottom + 46,
    title: `From the cost of ${names.baseline} to the cost of ${names.candidate}`,
    description: `${words.join("; ")}.`,
    content: html`${bottomAxis(x, area, "cost of all records")}${rows.map((row, index) => rowMarkup(row, { x, names, waterfall, next: rows[index + 1] }))}`,
  });
}

interface Row {
  readonly bar: WaterfallBar;
  /** Where its bar begins, and how high the row is. */
  readonly top: number;
  readonly height: number;
}

function placedRows(bars: readonly WaterfallBar[]): readonly Row[] {
  let below = TOP;
  return bars.map((bar) => {
    const height = isEnd(bar) ? END_ROW : STEP_ROW;
    const row = { bar, top: below + 5, height };
    below += height;
    return row;
  });
}

interface RowContext {
  readonly x: Axis;
  readonly names: WaterfallNames;
  readonly waterfall: CostWaterfall;
  readonly next: Row | undefined;
}

function rowMarkup({ bar, top }: Row, { x, names, waterfall, next }: RowContext): Html {
  const [from, to] = [x.at(bar.from_usd), x.at(bar.to_usd)];
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const isUnchanged = bar.from_usd === bar.to_usd;
  const width = isUnchanged ? NO_CHANGE : right - left;
  return html`<text class="label" x="${LEFT - 8}" y="${coordinate(top + 13)}" text-anchor="end">${rowName(bar, names)}</text>
<g class="${colourOf(bar, names)}"><rect class="cost-bar" x="${coordinate(left)}" y="${coordinate(top)}" width="${coordinate(width)}" height="${BAR}"/></g>
<text class="label" x="${coordinate(right + 6)}" y="${coordinate(top + 13)}">${amountOf(bar)}</text>
${perAccepted(bar, waterfall) && html`<text class="muted" x="${LEFT + 4}" y="${coordinate(top + BAR + 14)}">${perAccepted(bar, waterfall)}</text>`}
${next && html`<line class="axis" x1="${coordinate(to)}" x2="${coordinate(to)}" y1="${coordinate(top + BAR)}" y2="${coordinate(next.top)}"/>`}
`;
}

function isEnd({ kind }: WaterfallBar): boolean {
  return kind === "baseline" || kind === "candidate";
}

function rowName({ kind }: WaterfallBar, names: WaterfallNames): string {
  if (kind === "baseline" || kind === "candidate") return shortName(names[kind], 26);
  return stepWords[kind];
}

/** Dollars of an end, dollars with their sign of a step. */
function amountOf(bar: WaterfallBar): string {
  const { from_usd: from, to_usd: to } = bar;
  return isEnd(bar) ? usdText(to) : usdDifferenceText((nanoUsd(to) - nanoUsd(from)) / 1e9);
}

function barText(bar: WaterfallBar, waterfall: CostWaterfall): string {
  const each = perAccepted(bar, waterfall);
  return each === undefined ? amountOf(bar) : `${amountOf(bar)}, ${each}`;
}

/** What the policy at an end pays for each outcome that was accepted; undefined for a step. */
function perAccepted({ kind }: WaterfallBar, waterfall: CostWaterfall): string | undefined {
  if (kind !== "baseline" && kind !== "candidate") return undefined;
  const [usd, accepted] =
    kind === "baseline"
      ? [waterfall.baseline_usd, waterfall.baseline_accepted]
      : [waterfall.candidate_usd, waterfall.candidate_accepted];
  if (accepted === 0) return "none was accepted";
  return `${usdText(usd / accepted)} per accepted outcome (${countText(accepted)} accepted)`;
}

function colourOf(bar: WaterfallBar, { arm }: WaterfallNames): string {
  if (isEnd(bar)) return armStyle(bar.kind === "baseline" ? 0 : arm).className;
  if (bar.to_usd === bar.from_usd) return "no-change";
  return bar.to_usd > bar.from_usd ? "rise" : "fall";
}
