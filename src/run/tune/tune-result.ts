import { chooseSetting } from "../../comparison/frontier/choose-setting.ts";
import { dominatedBy } from "../../comparison/frontier/dominated-settings.ts";
import { tuneBaselines } from "../../comparison/frontier/tune-baselines.ts";
import type { TuneData } from "../../comparison/frontier/tune-data.ts";
import { tuneFrontier } from "../../comparison/frontier/tune-frontier.ts";
import { settingPoint } from "../../comparison/frontier/tune-point.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { TUNE_SCHEMA_VERSION, type TuneReport } from "../../core/tune-report.ts";
import type { LoadedSide } from "../load-policies.ts";
import type { RecordSurvey } from "./survey-records.ts";
import type { TuneOptions } from "./tune-options.ts";
import type { TuneRecords } from "./tune-source.ts";
import type { TunedPolicies } from "./tuned-policies.ts";

/** Everything that a sweep's report is made of. */
export interface SweptPolicy {
  readonly side: LoadedSide;
  readonly records: TuneRecords;
  readonly tuned: TunedPolicies;
  readonly survey: RecordSurvey;
  readonly data: TuneData;
  readonly options: TuneOptions;
  readonly notes: readonly string[];
}

/** Chooses a setting by the fit records and shows all of them on the held-out ones. */
export function tuneResult(swept: SweptPolicy): TuneReport {
  const { side, records, tuned, survey, data, options } = swept;
  const { summary } = records.dataset;
  const fit = data.settings.map(({ arm }) => settingPoint(arm, data.fit, data));
  const heldOut = data.settings.map(({ arm }) => settingPoint(arm, data.heldOut, data));
  const dominated = dominatedBy(heldOut);
  const { minAcceptance, maxCostNanoUsd, objective, weak, strong } = options;
  const maxCostPerRequestUsd =
    maxCostNanoUsd === undefined ? undefined : usdFromNanoUsd(maxCostNanoUsd);
  const choice = chooseSetting(fit, objective, { minAcceptance, maxCostPerRequestUsd });
  const index = choice.kind === "chosen" ? choice.index : undefined;
  const chosenPolicy = index === undefined ? undefined : tuned.policies[index];
  const pair = weak === undefined || strong === undefined ? undefined : { weak, strong };
  const { replicates, seed } = options;
  return {
    schema_version: TUNE_SCHEMA_VERSION,
    policy: side.policy.name,
    version: side.policy.version,
    dataset: { name: summary.name, sha256: summary.sha256, records: summary.records },
    source: records.source.kind,
    objective,
    limits: {
      min_acceptance: minAcceptance ?? null,
      max_cost_per_request_usd: maxCostPerRequestUsd ?? null,
    },
    split: {
      fit: options.fitShare,
      seed,
      fit_records: survey.fitRecords,
      held_out_records: data.heldOut.length,
      in_sample: options.fitShare === 1,
    },
    settings: data.settings.map(({ setting }, place) => ({
      setting,
      fit: fit[place]!,
      held_out: heldOut[place]!,
      dominated_by: dominated[place] ?? null,
    })),
    baselines: tuneBaselines(data, index === undefined ? undefined : heldOut[index]?.shares),
    frontier: tuneFrontier(data, { pair, replicates, seed }),
    chosen:
      index === undefined || chosenPolicy === undefined
        ? null
        : {
            index,
            setting: chosenPolicy.setting,
            why: choice.why,
            file: options.out ?? null,
            version: chosenPolicy.version,
          },
    notes: [...notesOf(swept), ...(choice.kind === "none" ? [choice.why] : [])],
  };
}

function notesOf({ side, records, tuned, options, data, notes }: SweptPolicy): readonly string[] {
  const { rejected, warnings } = records.dataset.summary;
  const patchy = data.singles.filter(({ isWhole }) => !isWhole).map(({ route }) => route);
  return [
    ...side.notes,
    ...warnings,
    ...notes,
    ...(rejected > 0 ? [`${rejected} rows could not be read and are left out`] : []),
    ...(patchy.length > 0
      ? [
          `too little is known of ${patchy.join(", ")} (less than 99 % of the records): no oracle and no best route per category has it`,
        ]
      : []),
    ...(tuned.leftOut > 0
      ? [`${tuned.leftOut} selections make no sound policy and are left out`]
      : []),
    ...(options.fitShare === 1
      ? ["in-sample: a setting's figures are of the records it was chosen on, and flatter it"]
      : []),
  ];
}
