import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import { isTooMuchMissing } from "../finding.ts";
import { flaggedUnits } from "../flagged-units.ts";
import { ANSWERED } from "../outcome-flags.ts";

/** What rests on the graders' verdict on every answer. */
const gradedMetrics: ReadonlySet<string> = new Set(["acceptance_rate", "cost_per_accepted_usd"]);

export function isGradedMetric(metric: string): boolean {
  return gradedMetrics.has(metric);
}

/** Share of an arm's answers that no grader could judge: what is not judged is not accepted. */
export function ungradedShare(arm: ArmColumns): number {
  const { answered, ungraded } = countUngraded(arm, arm.present);
  return answered === 0 ? 0 : ungraded / answered;
}

/** With so few answers judged, acceptance is a figure of what the log keeps. */
export function tooFewAreGraded(arm: ArmColumns, units: Uint32Array): boolean {
  const { answered, ungraded } = countUngraded(arm, units);
  return isTooMuchMissing(ungraded, answered);
}

/** Whether a figure of some logs says how they were graded rather than how they served. */
export function isUngraded(metric: string, arms: readonly ArmColumns[]): boolean {
  return isGradedMetric(metric) && arms.some((arm) => tooFewAreGraded(arm, arm.present));
}

function countUngraded(
  arm: ArmColumns,
  units: Uint32Array,
): { readonly answered: number; readonly ungraded: number } {
  const answered = flaggedUnits(coveredUnits([arm], units), arm.flags, ANSWERED);
  const scored = arm.scores.scoredAmong(answered, undefined).length;
  return { answered: answered.length, ungraded: answered.length - scored };
}
