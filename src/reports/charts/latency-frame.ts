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

/** A hatched step's column, to the right of all that came to its end. */
export const CUT_WIDTH = 26;

/** The share of outcomes that a timeout cut: what the curve lacks of 1. */
export function cutShare({ points, n }: LatencyCurve): number {
  if (n === 0) return 0;
  return Math.max(0, 1 - (points.at(-1)?.[1] ?? 0));
}
