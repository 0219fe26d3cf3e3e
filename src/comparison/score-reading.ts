import type { ArmColumns } from "./arm-columns.ts";
import { coveredUnits } from "./covered-units.ts";
import { differenceFinding } from "./difference-finding.ts";
import { missingWeakness, type Finding } from "./finding.ts";
import { meanFinding } from "./mean-finding.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { rateRatioFinding } from "./rate-ratio-finding.ts";
import { clustersOf, unitsWhere, valuesOf } from "./sample.ts";

/** Reads the mean of a score, NaN for outcomes that could not be scored. */
export function scoreReading(
  scoreOf: (arm: ArmColumns, unit: number) => number,
  { clustering, alpha }: ReadingContext,
): MetricReading {
  const isScored = (arm: ArmColumns, unit: number) => !Number.isNaN(scoreOf(arm, unit));
  const scores = (arm: ArmColumns, units: Uint32Array) =>
    valuesOf(units, (unit) => scoreOf(arm, unit));
  const paired = (
    from: ArmColumns,
    to: ArmColumns,
    units: Uint32Array,
    combine: typeof differenceFinding,
  ): Finding => {
    const covered = coveredUnits([from, to], units);
    const both = unitsWhere(covered, (unit) => isScored(from, unit) && isScored(to, unit));
    return {
      ...combine(scores(from, both), scores(to, both), clustersOf(both, clustering), alpha),
      ...missingWeakness(covered.length - both.length, covered.length, "the score"),
    };
  };
  return {
    point: (arm, units) => {
      const known = scores(arm, coveredUnits([arm], units)).filter((score) => !Number.isNaN(score));
      return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
    },
    absolute: (arm, units) => {
      const covered = coveredUnits([arm], units);
      const scored = unitsWhere(covered, (unit) => isScored(arm, unit));
      return {
        ...meanFinding(scores(arm, scored), clustersOf(scored, clustering), alpha),
        ...missingWeakness(covered.length - scored.length, covered.length, "the score"),
      };
    },
    difference: (from, to, units) => paired(from, to, units, differenceFinding),
    ratio: (from, to, units) => paired(from, to, units, rateRatioFinding),
  };
}
