import type { WeightDiagnostics } from "./importance-weights.ts";

/** Why a log may not decide about a candidate. */
export type OverlapRefusal =
  | "no_data"
  | "not_identified"
  | "few_effective_records"
  | "small_effective_share"
  | "one_record_dominates"
  | "wrong_propensities";

const LEAST_EFFECTIVE_N = 100;
const LEAST_EFFECTIVE_SHARE = 0.05;
const LARGEST_SHARE = 0.05;
const FARTHEST_Z = 3;

/**
 * Every reason to refuse, the gravest first; none: the estimates may be shown with their bounds.
 * `unsupportedShare` is the candidate's probability on actions that the log never takes, as far
 * as it is known: 0 where only the probabilities of the actions taken were logged.
 */
export function overlapRefusals(
  diagnostics: WeightDiagnostics | null,
  unsupportedShare: number,
): readonly OverlapRefusal[] {
  if (diagnostics === null) return ["no_data"];
  const { effectiveN, effectiveShare, largestShare, meanZ } = diagnostics;
  const refusals: OverlapRefusal[] = [];
  if (unsupportedShare > 0) refusals.push("not_identified");
  if (meanZ !== null && Math.abs(meanZ) > FARTHEST_Z) refusals.push("wrong_propensities");
  // Asked so that a weight that is no number, of a propensity of 0, is refused as well.
  if (!(effectiveN >= LEAST_EFFECTIVE_N)) refusals.push("few_effective_records");
  if (!(effectiveShare >= LEAST_EFFECTIVE_SHARE)) refusals.push("small_effective_share");
  if (!(largestShare <= LARGEST_SHARE)) refusals.push("one_record_dominates");
  return refusals;
}
