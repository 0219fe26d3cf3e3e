import type { Estimate } from "../core/estimate.ts";
import type { Unit } from "./metric-unit.ts";
import {
  countText,
  msDifferenceText,
  msText,
  notAvailable,
  pointsText,
  rateText,
  ratioText,
  usdDifferenceText,
  usdText,
} from "./numbers.ts";

const texts: Readonly<Record<Unit, (value: number) => string>> = {
  rate: rateText,
  points: pointsText,
  ms: msText,
  ms_difference: msDifferenceText,
  usd: usdText,
  usd_difference: usdDifferenceText,
  ratio: ratioText,
  count: countText,
};

/** A number in its unit; null is said, never shown as zero. */
export function valueText(value: number | null, unit: Unit, reason?: string): string {
  return value === null ? notAvailable(reason) : texts[unit](value);
}

/** A number with its interval: `81.2% (78.9 to 83.4%)`. */
export function intervalText(estimate: Estimate, unit: Unit): string {
  const value = valueText(estimate.value, unit, estimate.reason);
  const bounds = boundsText(estimate, unit);
  return bounds === undefined ? value : `${value} (${bounds})`;
}

/** A number with its interval and how many it rests on: `81.2% (78.9 to 83.4%, n=1,040)`. */
export function estimateText(estimate: Estimate, unit: Unit): string {
  const value = valueText(estimate.value, unit, estimate.reason);
  const parts = [boundsText(estimate, unit), sampleText(estimate)];
  return `${value} (${parts.filter((part) => part !== undefined).join(", ")})`;
}

/** `n=1,040`, and in how many clusters. */
export function sampleText(estimate: Estimate): string {
  const clusters = estimate.clusters;
  const within = clusters === undefined ? "" : ` in ${countText(clusters)} clusters`;
  return `n=${countText(estimate.n)}${within}`;
}

/** `78.9 to 83.4%`, or the one bound there is; undefined: there is none. */
export function boundsText({ value, lower, upper }: Estimate, unit: Unit): string | undefined {
  if (value === null || (lower === null && upper === null)) return undefined;
  if (lower === null) return `at most ${valueText(upper, unit)}`;
  if (upper === null) return `at least ${valueText(lower, unit)}`;
  const [from, to] = [valueText(lower, unit), valueText(upper, unit)];
  const suffix = /(?:%| ms| pp)$/.exec(to)?.[0];
  return `${suffix === undefined ? from : from.replace(suffix, "")} to ${to}`;
}
