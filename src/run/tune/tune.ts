import { HarnessError } from "../../core/harness-error.ts";
import type { JsonValue } from "../../core/json.ts";
import type { TuneReport } from "../../core/tune-report.ts";
import { requestNumber } from "../../routing/policy-expression.ts";
import { loadPolicies, type LoadedSide } from "../load-policies.ts";
import type { Redaction } from "../redaction.ts";
import { replaySweep } from "./replay-sweep.ts";
import { surveyRecords, type RecordSurvey } from "./survey-records.ts";
import { quantileSweep, thresholdEdges } from "./threshold-edges.ts";
import { refuseModule } from "./tune-arms.ts";
import type { TuneOptions } from "./tune-options.ts";
import { tuneResult } from "./tune-result.ts";
import { placeSweeps, settingsOf, sweepsOf, type Sweep } from "./tune-settings.ts";
import { openTuneRecords, type TuneRecords } from "./tune-source.ts";
import { tunedPolicies } from "./tuned-policies.ts";
import { assertCanBeWritten, writeTuned } from "./write-tuned.ts";

/**
 * Sweeps keys of a policy over outcomes that are known: every setting is replayed by the loop of a
 * run, one is chosen on the fit records alone, and all figures are of the held-out ones. Nothing is
 * called. Throws `HarnessError` where an input is not sound or a setting is no policy.
 */
export async function tune(options: TuneOptions, redaction: Redaction): Promise<TuneReport> {
  const [side] = await loadPolicies([options.policy], { ...options, redaction });
  if (side === undefined) throw new HarnessError("bug", "a policy was read and is not there");
  refuseModule(side, options.policy);
  if (options.out !== undefined) assertCanBeWritten(options.out);
  const records = await openTuneRecords(options);
  try {
    const survey = await surveyed(side, records, options);
    const sweeps = sweepsWith(side, survey, options);
    const tuned = await tunedPolicies(side, sweeps, settingsOf(sweeps));
    const { data, notes } = await replaySweep(side, records, { tuned, survey, options });
    const report = tuneResult({ side, records, tuned, survey, data, options, notes });
    return await withFile(report, { side, sweeps }, options, redaction);
  } finally {
    await records.dataset.close();
  }
}

async function surveyed(
  { loaded: { document }, policy }: LoadedSide,
  { dataset }: TuneRecords,
  { sweeps, fitShare, seed }: TuneOptions,
): Promise<RecordSurvey> {
  const { strategy } = policy;
  const scored = quantileSweep(placeSweeps(sweeps, document.value as JsonValue), strategy);
  const score =
    scored !== undefined && strategy.kind === "threshold"
      ? requestNumber("the threshold's score", strategy.score)
      : undefined;
  const survey = await surveyRecords(dataset, { fitShare, seed, score });
  const heldOut = dataset.summary.records - survey.fitRecords;
  if (survey.fitRecords === 0 || (fitShare < 1 && heldOut === 0)) {
    throw new HarnessError(
      "invalid-input",
      `of ${dataset.summary.records} records ${survey.fitRecords} are to choose a setting on and ${heldOut} to judge it by`,
      {
        hint: "use more records, another --fit-share or --seed, or --fit-share 1 to only describe",
      },
    );
  }
  return survey;
}

function sweepsWith(
  { loaded: { document } }: LoadedSide,
  { fitScores }: RecordSurvey,
  { sweeps }: TuneOptions,
): readonly Sweep[] {
  const policy = document.value as JsonValue;
  return sweepsOf(placeSweeps(sweeps, policy), policy, (bins) => thresholdEdges(fitScores, bins));
}

/** The same report once the chosen policy is written, where a file was asked for. */
async function withFile(
  report: TuneReport,
  { side, sweeps }: { readonly side: LoadedSide; readonly sweeps: readonly Sweep[] },
  options: TuneOptions,
  redaction: Redaction,
): Promise<TuneReport> {
  const { chosen, settings } = report;
  const heldOut = chosen === null ? undefined : settings[chosen.index]?.held_out;
  if (chosen === null || heldOut === undefined || options.out === undefined) return report;
  const { setting, why } = chosen;
  const written = { side, sweeps, setting, why, heldOut };
  const version = await writeTuned(options.out, report, written, options, redaction);
  return { ...report, chosen: { ...chosen, version } };
}
