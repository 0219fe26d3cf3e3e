import { curveStepAfter, line } from "d3-shape";
import type { LatencyCurve } from "../../core/charts/latency-curve.ts";
import type { Estimate } from "../../core/estimate.ts";
import { intervalText } from "../estimate-text.ts";
import { html, type Html } from "../html/html.ts";
import { countText, msText, rateText } from "../numbers.ts";
import { armStyle, type ArmStyle } from "./arm-style.ts";
import { bottomAxis, leftAxis, linearAxis, logAxis, type Axis, type PlotArea } from "./axis.ts";
import { shortName, textWidth } from "./chart-text.ts";
import { coordinate } from "./coordinate.ts";
import { drawing } from "./drawing.ts";
import type { LatencyLimit } from "./latency-limits.ts";
import { markAt } from "./mark.ts";

export const latencyCurveStyle = `
.chart .curve{fill:none;stroke:currentColor;stroke-width:2}
.chart .whisker{fill:none;stroke:currentColor;stroke-width:2.5}
.chart .to-marker{fill:none;stroke:currentColor;stroke-dasharray:2 3}
.chart .cut-off{fill:none;stroke:currentColor;stroke-width:1.2}
.chart .measured{fill:currentColor;font-weight:600}
`;

/** One policy's latencies. */
export interface LatencyCurveArm {
  readonly name: string;
  /** Its place in the run: its look. */
  readonly arm: number;
  readonly curve: LatencyCurve;
  readonly p95: Estimate;
  /** Candidate to baseline; absent for the baseline, and where no ratio is known. */
  readonly p95Ratio?: Estimate | undefined;
}

export interface LatencyChart {
  readonly id: string;
  readonly title: string;
  /** What is measured: the words at the lower axis. */
  readonly axisTitle: string;
  readonly arms: readonly LatencyCurveArm[];
  readonly limits: readonly LatencyLimit[];
  readonly size: "wide" | "small";
}

const WIDTH: Readonly<Record<LatencyChart["size"], number>> = { wide: 720, small: 460 };
const PLOT_HEIGHT: Readonly<Record<LatencyChart["size"], number>> = { wide: 300, small: 190 };
const LEFT = 56;
/** A ratio's row above the curves. */
const RATIO_ROW = 22;
const LEGEND_ROW = 18;
/** Where timeouts are: to the right of all that came to its end. */
const CUT_WIDTH = 26;
const P95 = 0.95;

/**
 * The share of outcomes that came to their end within a time, a step curve a policy: nothing is
 * smoothed. Each p95 is marked with its interval. What a timeout cut has no length that is known: it
 * is a hatched step at the right edge.
 */
export function latencyChart(chart: LatencyChart): Html {
  const { id, title, axisTitle, arms, limits, size } = chart;
  const ratios = arms.filter(({ p95Ratio, p95 }) => p95.value !== null && hasValue(p95Ratio));
  const cut = arms.filter(({ curve }) => cutShare(curve) > 0);
  const top = 30 + arms.length * LEGEND_ROW + ratios.length * RATIO_ROW;
  const right = WIDTH[size] - 14 - (cut.length === 0 ? 0 : cut.length * CUT_WIDTH + 8);
  const area: PlotArea = { left: LEFT, right, top, bottom: top + PLOT_HEIGHT[size] };
  const x = logAxis(latenciesShown(arms, limits), {
    range: [area.left, area.right],
    text: msText,
    count: size === "wide" ? 8 : 5,
  });
  const y = linearAxis([0, 1], { range: [area.bottom, area.top], text: rateText, within: [0, 1] });
  const frame: Frame = { id, area, x, y };
  const words = arms.map(sentence);
  return drawing({
    id,
    width: WIDTH[size],
    height: area.bottom + 46,
    title,
    description: `${[...words, ...limits.map(({ ms, text }) => `limit: ${text}, ${msText(ms)}`)].join("; ")}.`,
    content: html`${arms.map((arm, row) => legendRow(arm, 14 + row * LEGEND_ROW))}
${bottomAxis(x, area, `${axisTitle}${x.kind === "log" ? " (log scale)" : ""}`)}
${leftAxis(y, area, "share of outcomes")}
${limits.map((limit, row) => limitLine(limit, row, frame))}
${arms.map((arm) => curveMarkup(arm, frame))}
${cut.map((arm, column) => cutStep(arm, column, frame))}
${arms.map((arm) => p95Marker(arm, frame))}
${ratios.map((arm, row) => ratioBracket(arm, arms[0], top - 24 - (ratios.length - 1 - row) * RATIO_ROW, frame))}`,
  });
}

interface Frame {
  readonly id: string;
  readonly area: PlotArea;
  readonly x: Axis;
  readonly y: Axis;
}

function hasValue(estimate: Estimate | undefined): boolean {
  return estimate !== undefined && estimate.value !== null;
}

/** The share of outcomes that a timeout cut: what the curve lacks to 1. */
export function cutShare({ censored, n }: LatencyCurve): number {
  const count = censored.reduce((sum, [, cut]) => sum + cut, 0);
  return n === 0 ? 0 : count / n;
}
