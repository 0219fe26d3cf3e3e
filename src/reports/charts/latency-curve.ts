import { curveStepAfter, line } from "d3-shape";
import { intervalText } from "../estimate-text.ts";
import { html, type Html } from "../html-text.ts";
import { countText, msText, rateText } from "../numbers.ts";
import { armStyle } from "./arm-style.ts";
import { bottomAxis, leftAxis, linearAxis, logAxis, type PlotArea } from "./axis.ts";
import { shortName } from "./chart-text.ts";
import { drawing } from "./drawing.ts";
import { cutWidth, cutShare, type LatencyCurveArm, type LatencyFrame } from "./latency-frame.ts";
import {
  cutSteps,
  limitLine,
  p95Marker,
  p95Ratios,
  RATIO_ROW,
  ratioBrackets,
} from "./latency-marks.ts";
import type { LatencyLimit } from "./latency-limits.ts";
import { markAt } from "./mark.ts";

export const latencyCurveStyle = `
.chart .curve{fill:none;stroke:currentColor;stroke-width:2}
.chart .whisker{fill:none;stroke:currentColor;stroke-width:2.5}
.chart .drop{fill:none;stroke:currentColor;stroke-dasharray:2 3}
.chart .cut-off{stroke:currentColor}
.chart .ratio{fill:currentColor;font-weight:600}
`;

/** The curves of one latency, an arm each; times are milliseconds. */
export interface LatencyChart {
  readonly id: string;
  readonly title: string;
  /** What is measured: the words at the lower axis. */
  readonly axisTitle: string;
  /** The baseline first, where it has a curve. */
  readonly arms: readonly LatencyCurveArm[];
  readonly limits: readonly LatencyLimit[];
  readonly size: "wide" | "small";
}

const WIDTH: Readonly<Record<LatencyChart["size"], number>> = { wide: 720, small: 460 };
const PLOT_HEIGHT: Readonly<Record<LatencyChart["size"], number>> = { wide: 300, small: 180 };
const LEFT = 56;
const LEGEND_ROW = 18;
/**
 * The share of outcomes that came to their end within a time, a step curve a policy: nothing is
 * smoothed. Each p95 is marked with its interval. What a timeout cut has no length that is known: it
 * is a hatched step at the right edge.
 */
export function latencyChart(chart: LatencyChart): Html {
  const { id, arms, limits, size } = chart;
  const ratios = p95Ratios(arms);
  const cut = arms.filter(({ curve }) => cutShare(curve) > 0);
  const top = 24 + arms.length * LEGEND_ROW + ratios.length * RATIO_ROW + 14;
  const right = WIDTH[size] - 14 - cut.length * cutWidth(cut.length);
  const area: PlotArea = { left: LEFT, right, top, bottom: top + PLOT_HEIGHT[size] };
  const frame: LatencyFrame = {
    area,
    x: logAxis(shownLatencies(arms, limits), {
      range: [area.left, area.right],
      text: msText,
      count: size === "wide" ? 8 : 5,
    }),
    y: linearAxis([0, 1], { range: [area.bottom, area.top], text: rateText, count: 5 }),
  };
  const { x, y } = frame;
  const axisTitle = `${chart.axisTitle}${x.kind === "log" ? " (log scale)" : ""}`;
  return drawing({
    id,
    width: WIDTH[size],
    height: area.bottom + 46,
    title: chart.title,
    description: `${[...arms.map(sentence), ...limits.map(limitSentence)].join("; ")}.`,
    content: html`${arms.map((arm, row) => legendRow(arm, 14 + row * LEGEND_ROW, size))}
${bottomAxis(x, area, axisTitle)}
${leftAxis(y, area, "share of outcomes")}
${limits.map((limit, row) => limitLine(limit, row, frame))}
${arms.map((arm) => curveOf(arm, frame))}
${cutSteps(`${id}-cut`, cut, frame)}
${arms.map((arm) => p95Marker(arm, frame))}
${ratioBrackets(ratios, frame)}`,
  });
}

/** Everything that the lower axis has to hold. */
function shownLatencies(
  arms: readonly LatencyCurveArm[],
  limits: readonly LatencyLimit[],
): readonly number[] {
  const found = arms.flatMap(({ curve, p95 }) => [
    ...curve.points.map(([ms]) => ms),
    ...[p95.value, p95.lower, p95.upper].flatMap((ms) => ms ?? []),
    // Where nothing came to its end, the axis goes as far as the timeouts went.
    ...(curve.points.length === 0 ? curve.censored.map(([ms]) => ms) : []),
  ]);
  const all = [...found, ...limits.map(({ ms }) => ms)];
  // Latencies of nothing have no logarithm; they stand at the left edge.
  const positive = all.filter((ms) => ms > 0);
  return positive.length === 0 ? all : positive;
}

function curveOf({ arm, curve }: LatencyCurveArm, { area, x, y }: LatencyFrame): Html {
  const steps = curve.points.map(([ms, share]): [number, number] => [x.at(ms), y.at(share)]);
  const end: [number, number] = [area.right, steps.at(-1)?.[1] ?? area.bottom];
  const path = line().curve(curveStepAfter).digits(2)([[area.left, area.bottom], ...steps, end]);
  const { className, dashes } = armStyle(arm);
  return html`<g class="${className}"><path class="curve" stroke-dasharray="${dashes}" d="${path ?? ""}"/></g>
`;
}

function legendRow(arm: LatencyCurveArm, y: number, size: LatencyChart["size"]): Html {
  const { className, mark, dashes } = armStyle(arm.arm);
  const name = shortName(arm.name, size === "wide" ? 32 : 18);
  const role = arm.arm === 0 ? " (baseline)" : "";
  return html`<g class="${className}"><line class="curve" stroke-dasharray="${dashes}" x1="4" x2="40" y1="${y - 4}" y2="${y - 4}"/>
${markAt(mark, [22, y - 4])}</g>
<text class="label" x="48" y="${y}">${name}${role}: ${figuresText(arm, size)}</text>
`;
}

function figuresText({ curve, p95 }: LatencyCurveArm, size: LatencyChart["size"]): string {
  const share = cutShare(curve);
  const parts = [
    `p95 ${intervalText(p95, "ms")}`,
    ...(size === "wide" ? [`n=${countText(curve.n)}`] : []),
    ...(share > 0 ? [`${rateText(share)} cut${size === "wide" ? " by a timeout" : ""}`] : []),
  ];
  return parts.join(", ");
}

function sentence(arm: LatencyCurveArm): string {
  const { p95Ratio: ratio } = arm;
  const against =
    ratio === undefined ? "" : `, p95 against the baseline ${intervalText(ratio, "ratio")}`;
  return `${arm.name}: ${figuresText(arm, "wide")}${against}`;
}

function limitSentence({ text }: LatencyLimit): string {
  return `limit: ${text}`;
}
