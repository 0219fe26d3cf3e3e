import type { LatencyCurve } from "../../core/charts/latency-curve.ts";
import type { Estimate } from "../../core/estimate.ts";
import type { Axis, PlotArea } from "./axis.ts";

/** One policy's latencies. */
export interface LatencyCurveArm {
  readonly name: string;
  /** Its place in the run: its look. */
  readonly arm: number;
  readonly curve: LatencyCurve;
  readonly p95: Estimate;
  /** Candidate to baseline; absent for the baseline, and where the run has no such ratio. */
  readonly p95Ratio?: Estimate | undefined;
}

/** What the parts of a drawing share. */
export interface LatencyFrame {
  readonly area: PlotArea;
  readonly x: Axis;
  readonly y: Axis;
}

/** All hatched steps together, to the right of what came to its end, and one of them. */
const [CUT_SPACE, CUT_MOST] = [110, 26];

/** The width of a hatched step's column. */
export function cutWidth(steps: number): number {
  return Math.min(CUT_MOST, Math.floor(CUT_SPACE / steps));
}

/** The share of outcomes that a timeout cut: what the curve lacks of 1. */
export function cutShare({ points, n }: LatencyCurve): number {
  if (n === 0) return 0;
  return Math.max(0, 1 - (points.at(-1)?.[1] ?? 0));
}
