import type { OffPolicyReport, Support } from "../../core/off-policy.ts";
import {
  importanceWeights,
  weightDiagnostics,
  type WeightDiagnostics,
} from "../../stats/importance-weights.ts";
import { overlapRefusals, type OverlapRefusal } from "../../stats/overlap-refusal.ts";
import { isTooMuchMissing } from "../finding.ts";
import type { ReadingContext } from "../metric-reading.ts";
import type { ArmPair } from "../promotion-gates.ts";
import { shortNumber } from "../short-number.ts";
import { agreeingFigures, agreementOf, worstCases } from "./agreement.ts";
import { offPolicyEstimates, refusedEstimates } from "./off-policy-estimates.ts";
import { weighLog, type WeighedLog } from "./weighed-log.ts";

/**
 * What a log says of a candidate beyond where both agree; absent: the outcomes are not a log's.
 * `drawn`: how probable the candidate's routes are, where it draws them.
 */
export function offPolicyOf(
  arms: ArmPair,
  context: ReadingContext,
  drawn: ReadonlyMap<string, number> | undefined,
): OffPolicyReport | undefined {
  const { collected } = context;
  const { logged } = collected.records;
  if (logged === undefined) return undefined;
  const { candidate } = arms;
  const known = {
    agreement: agreementOf(candidate, logged, collected),
    conditional_on_agreement: agreeingFigures(arms, context),
    worst_case: worstCases(arms, context.scratch),
  };
  if (logged.propensities.isUniform) return { ...known, logging: "unknown", refused: [] };
  const weighed = weighLog(candidate, logged, collected, drawn);
  const weights = importanceWeights(weighed.candidate, weighed.logged);
  const diagnostics = weightDiagnostics(weights);
  const isDeterministic = weighed.logged.every((propensity) => propensity === 1);
  const refused = isDeterministic
    ? [DETERMINISTIC]
    : [...partsMissing(weighed), ...refusals(diagnostics, weighed)];
  const [tag] = collected.records.tags.values();
  const { clustering, alpha } = context;
  const { repeats } = collected;
  return {
    ...known,
    logging: isDeterministic ? "deterministic" : "stochastic",
    ...(diagnostics && { support: supportOf(diagnostics, weighed) }),
    estimates:
      refused.length > 0
        ? refusedEstimates("refused", weighed.ordinals.length)
        : offPolicyEstimates({ weighed, weights, logged, tag, clustering, repeats, alpha }),
    refused,
  };
}

const DETERMINISTIC =
  "every propensity of the log is 1: it drew nothing, and tells of another policy only where both agree";

function partsMissing({ leftOut, ordinals }: WeighedLog): readonly string[] {
  const records = leftOut + ordinals.length;
  if (!isTooMuchMissing(leftOut, records)) return [];
  return [`${leftOut} of ${records} records have no propensity, no known route or no decision`];
}

function refusals(diagnostics: WeightDiagnostics | null, weighed: WeighedLog): readonly string[] {
  const { unsupportedMass } = weighed;
  return overlapRefusals(diagnostics, unsupportedMass).map((refusal) =>
    diagnostics === null ? "no record has a propensity" : inWords(refusal, diagnostics, weighed),
  );
}

function inWords(
  refusal: OverlapRefusal,
  { effectiveN, effectiveShare, largestShare, mean, meanZ }: WeightDiagnostics,
  { unsupportedMass }: WeighedLog,
): string {
  const percent = (share: number): string => `${shortNumber(share * 100)} %`;
  switch (refusal) {
    case "no_data":
      return "no record has a propensity";
    case "not_identified":
      return `the candidate goes where the log never went: ${percent(unsupportedMass)} of its choices have no record to tell of them`;
    case "wrong_propensities":
      return `the mean weight is ${shortNumber(mean)}, ${shortNumber(Math.abs(meanZ ?? 0))} standard errors from 1: the propensities are not those that the log was drawn with`;
    case "few_effective_records":
      return `an effective sample of ${shortNumber(effectiveN)} records, less than 100`;
    case "small_effective_share":
      return `an effective sample of ${percent(effectiveShare)} of the records, less than 5 %`;
    case "one_record_dominates":
      return `one record has ${percent(largestShare)} of all weight, more than 5 %`;
  }
}

function supportOf(
  { effectiveN, effectiveShare, largestShare, mean, meanZ }: WeightDiagnostics,
  { ordinals, unsupportedMass, isWholeDistribution }: WeighedLog,
): Support {
  return {
    records: ordinals.length,
    unsupported_mass: unsupportedMass,
    is_whole_distribution: isWholeDistribution,
    effective_records: effectiveN,
    effective_share: effectiveShare,
    largest_weight_share: largestShare,
    mean_weight: mean,
    mean_weight_z: meanZ,
  };
}
