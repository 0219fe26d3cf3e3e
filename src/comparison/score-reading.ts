import type { ArmColumns } from "./arm-columns.ts";
import { coveredUnits } from "./covered-units.ts";
import { differenceFinding } from "./difference-finding.ts";
import { missingWeakness, type Finding } from "./finding.ts";
import { meanFinding } from "./mean-finding.ts";
import type { MetricReading, ReadingContext } from "./metric-reading.ts";
import { rateRatioFinding } from "./rate-ratio-finding.ts";
import type { Question } from "./rate-reading.ts";
import { clustersOf, sumOf } from "./sample.ts";

/** The scores of one grader, or of all together, on the outcomes that have one. */
export function scoreQuestion(grader: number | undefined): Question {
  return {
    askedOf: (arm, units) => arm.scores.scoredAmong(coveredUnits([arm], units), grader),
    answers: (arm, units, into) => arm.scores.valuesOf(units, grader, into),
  };
}

/** Reads the mean of one grader's scores, or of those that all gave together. */
export function scoreReading(
  grader: number | undefined,
  { clustering, alpha, scratch }: ReadingContext,
): MetricReading {
  const scored = (arm: ArmColumns, units: Uint32Array) => arm.scores.scoredAmong(units, grader);
  const scores = (arm: ArmColumns, units: Uint32Array, place: number) =>
    arm.scores.valuesOf(units, grader, scratch.take(place, units.length));
  const paired = (
    from: ArmColumns,
    to: ArmColumns,
    units: Uint32Array,
    combine: typeof differenceFinding,
  ): Finding => {
    const covered = coveredUnits([from, to], units);
    const both = scored(to, scored(from, covered));
    return {
      ...combine(scores(from, both, 2), scores(to, both, 3), clustersOf(both, clustering), alpha),
      ...missingWeakness(covered.length - both.length, covered.length, "the score"),
    };
  };
  return {
    point: (arm, units) => {
      const known = scores(arm, scored(arm, coveredUnits([arm], units)), 0);
      return known.length === 0 ? null : sumOf(known) / known.length;
    },
    absolute: (arm, units) => {
      const covered = coveredUnits([arm], units);
      const known = scored(arm, covered);
      return {
        ...meanFinding(scores(arm, known, 0), clustersOf(known, clustering), alpha),
        ...missingWeakness(covered.length - known.length, covered.length, "the score"),
      };
    },
    difference: (from, to, units) => paired(from, to, units, differenceFinding),
    ratio: (from, to, units) => paired(from, to, units, rateRatioFinding),
  };
}
