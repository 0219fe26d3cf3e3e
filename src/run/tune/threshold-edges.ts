import type { Strategy } from "../../core/strategy.ts";
import { interpolatedQuantile } from "../../stats/interpolated-quantile.ts";
import { badUsage } from "../options/option-values.ts";
import type { PlacedSweep } from "./tune-settings.ts";

const THRESHOLD = "route_selection.threshold.at_least";

/** The sweep that needs the threshold's scores; absent: none does. Throws where it asks it of another key. */
export function quantileSweep(
  sweeps: readonly PlacedSweep[],
  strategy: Strategy,
): PlacedSweep | undefined {
  const sweep = sweeps.find(({ spec }) => spec.values.kind === "quantiles");
  if (sweep === undefined) return undefined;
  const { path } = sweep.spec;
  if (path === THRESHOLD && strategy.kind === "threshold") return sweep;
  throw badUsage(
    `--sweep ${path}=quantiles: only a threshold has scores to take quantiles of`,
    `sweep ${THRESHOLD}, or give FROM:TO:STEP or a list of values`,
  );
}

/**
 * The edges of so many bins of equal counts, rising and each once: at the first edge every score
 * reaches the threshold, beyond the last none does. Quantiles interpolate (type 7), as in
 * RouteLLM's published sweeps.
 */
export function thresholdEdges(scores: Float64Array, bins: number): readonly number[] {
  const sorted = scores.toSorted();
  const edges = Array.from({ length: bins + 1 }, (_, bin) =>
    readable(interpolatedQuantile(sorted, bin / bins, 7) ?? 0, sorted),
  );
  const highest = sorted.at(-1) ?? 0;
  const reached = edges.filter((edge, index) => edge !== edges[index - 1] && edge < highest);
  return [...(reached.length === 0 ? [highest] : reached), beyond(highest, sorted)];
}

/** The edge without the last digits of its computing, where the very same scores reach it so. */
function readable(edge: number, sorted: Float64Array): number {
  const rounded = Number(edge.toPrecision(12));
  const reached = (at: number): number => sorted.findIndex((score) => score >= at);
  return reached(rounded) === reached(edge) ? rounded : edge;
}

/** A threshold that the highest score does not reach: the next whole number, or the next double. */
function beyond(highest: number, sorted: Float64Array): number {
  return sorted.every(Number.isSafeInteger) ? highest + 1 : nextUp(highest);
}

/** The smallest double above a number. */
export function nextUp(value: number): number {
  const double = new Float64Array([value === 0 ? 0 : value]);
  const bits = new BigInt64Array(double.buffer);
  bits[0]! += value < 0 ? -1n : 1n;
  return double[0]!;
}
