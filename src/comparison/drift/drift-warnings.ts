import type { DriftFeature, DriftSide } from "../../core/drift.ts";
import { chanceText } from "../mix/chance-text.ts";
import { shortNumber } from "../short-number.ts";

/** A golden set may lack this share of a log's traffic without a word. */
const MISSING_TOLD_FROM = 0.005;

/** How many values a sentence names. */
const NAMED = 3;

/** In what a golden set is not like a log, a sentence a feature. */
export function driftWarnings(
  features: readonly DriftFeature[],
  log: DriftSide,
): readonly string[] {
  return features.flatMap((feature) => {
    const { missing_in_golden: missing, log_share_missing: share } = feature;
    const isIncomplete = share >= MISSING_TOLD_FROM;
    if (!feature.shifted && !isIncomplete) return [];
    const parts = [
      ...(feature.shifted ? [shiftOf(feature)] : []),
      ...(isIncomplete
        ? [`the golden set has no ${named(missing)}, ${percent(share)} of the log`]
        : []),
    ];
    return [`${feature.feature}: the golden set is not like ${log.name}: ${parts.join("; ")}`];
  });
}

function shiftOf({ total_variation: distance, p_holm: p }: DriftFeature): string {
  return `${percent(distance ?? 0)} of its records would have to be others (p ${chanceText(p ?? 1)})`;
}

function named(values: readonly string[]): string {
  const shown = values.slice(0, NAMED).map((value) => `"${value}"`);
  const more = values.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

function percent(share: number): string {
  return `${shortNumber(share * 100)} %`;
}
