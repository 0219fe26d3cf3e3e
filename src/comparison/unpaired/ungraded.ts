import type { ArmColumns } from "../arm-columns.ts";
import { coveredUnits } from "../covered-units.ts";
import { flaggedUnits } from "../flagged-units.ts";
import { ANSWERED } from "../outcome-flags.ts";

/** What rests on the graders' verdict on every answer. */
const gradedMetrics: ReadonlySet<string> = new Set(["acceptance_rate", "cost_per_accepted_usd"]);

/** More answers without a verdict, and acceptance is a figure of what the log keeps. */
const UNGRADED_ALLOWED = 0.01;

/** Share of a log's answers that no grader could judge: what is not judged is not accepted. */
export function ungradedShare(arm: ArmColumns): number {
  const answered = flaggedUnits(coveredUnits([arm], arm.present), arm.flags, ANSWERED);
  const scored = arm.scores.scoredAmong(answered, undefined).length;
  return answered.length === 0 ? 0 : 1 - scored / answered.length;
}

/** Whether a figure of some logs says how they were graded rather than how they served. */
export function isUngraded(metric: string, arms: readonly ArmColumns[]): boolean {
  return gradedMetrics.has(metric) && arms.some((arm) => ungradedShare(arm) > UNGRADED_ALLOWED);
}
