import { chooseSetting } from "../../comparison/frontier/choose-setting.ts";
import { dominatedBy } from "../../comparison/frontier/dominated-settings.ts";
import { SettingsColumns } from "../../comparison/frontier/settings-columns.ts";
import { tuneBaselines } from "../../comparison/frontier/tune-baselines.ts";
import { tuneDataOf, type TuneData } from "../../comparison/frontier/tune-data.ts";
import { tuneFrontier } from "../../comparison/frontier/tune-frontier.ts";
import { settingPoint } from "../../comparison/frontier/tune-point.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { JsonValue } from "../../core/json.ts";
import { usdFromNanoUsd } from "../../core/money.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import { TUNE_SCHEMA_VERSION, type TuneReport } from "../../core/tune-report.ts";
import { routesCalledBy } from "../../core/routes-of-policy.ts";
import { requestNumber } from "../../routing/policy-expression.ts";
import { createScorer } from "../../scoring/create-scorer.ts";
import { FittedRecords } from "../fitted-records.ts";
import { loadPolicies, type LoadedSide } from "../load-policies.ts";
import type { Redaction } from "../redaction.ts";
import { openKnownAnswers } from "./known-answers.ts";
import { replaySettings } from "./replay-settings.ts";
import { surveyRecords, type RecordSurvey } from "./survey-records.ts";
import { quantileSweep, thresholdEdges } from "./threshold-edges.ts";
import { assertReplayable, tuneArms } from "./tune-arms.ts";
import type { TuneOptions } from "./tune-options.ts";
import { placeSweeps, settingsOf, sweepsOf, type Sweep } from "./tune-settings.ts";
import { openTuneRecords, type TuneRecords } from "./tune-source.ts";
import { tunedPolicies, type TunedPolicies } from "./tuned-policies.ts";
import { assertCanBeWritten, writeTuned } from "./write-tuned.ts";

/**
 * Sweeps keys of a policy over outcomes that are known: every setting is replayed by the loop of a
 * run, one is chosen on the fit records alone, and all figures are of the held-out ones. Nothing is
 * called. Throws `HarnessError` where an input is not sound or a setting is no policy.
 */
export async function tune(options: TuneOptions, redaction: Redaction): Promise<TuneReport> {
  const [side] = await loadPolicies([options.policy], { ...options, redaction });
  if (side === undefined) throw new HarnessError("bug", "a policy was read and is not there");
  if (options.out !== undefined) assertCanBeWritten(options.out);
  const records = await openTuneRecords(options);
  try {
    assertReplayable(side, records.manifest, options.policy);
    const survey = await surveyed(side, records, options);
    const sweeps = sweepsWith(side, survey, options);
    const tuned = await tunedPolicies(side, sweeps, settingsOf(sweeps));
    const { data, notes } = await replayed(side, records, { tuned, survey, options });
    return await reportOf({
      side,
      records,
      tuned,
      sweeps,
      survey,
      data,
      options,
      redaction,
      notes,
    });
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

interface Replayed {
  readonly data: TuneData;
  readonly notes: readonly string[];
}

/** Replays settings, the policy as written and each route alone over the same records. */
async function replayed(
  side: LoadedSide,
  { manifest, dataset, source }: TuneRecords,
  setup: {
    readonly tuned: TunedPolicies;
    readonly survey: RecordSurvey;
    readonly options: TuneOptions;
  },
): Promise<Replayed> {
  const { tuned, survey, options } = setup;
  const { priced: registry } = side;
  const scorer = createScorer(manifest.scoring, { minScore: manifest.minScore });
  const called = [
    ...new Set(
      [side.loaded, ...tuned.policies.map(({ loaded }) => loaded)].flatMap(({ policy }) =>
        routesCalledBy(policy, registry),
      ),
    ),
  ];
  const answers = await openKnownAnswers(source, { dataset, registry, scorer, called });
  try {
    assertPair(options, answers.routes);
    const arms = tuneArms(side, tuned.policies, answers.routes, options.seed);
    const names = arms.map(({ key }) => key);
    const { records, tagNames } = dataset.summary;
    assertFits(records, names.length);
    const columns = new SettingsColumns(records, tagNames, names);
    const fitted = new FittedRecords([{ key: side.policy.name, ...side.loaded }]);
    const errors = await replaySettings({
      arms: arms.map(({ arm }) => arm),
      dataset,
      registry,
      scorer,
      answers,
      asOfMs: options.asOfMs,
      onRecord: (record) => {
        columns.observe(record);
        fitted.observe(record);
      },
      onOutcome: (outcome) => columns.add(outcome),
    });
    const broken =
      errors.outcomes === 0
        ? []
        : [`${errors.outcomes} outcomes ended in an error of the policy: ${errors.first}`];
    return {
      data: tuneDataOf({
        columns,
        settings: tuned.policies.map(({ setting }) => setting),
        routes: answers.routes,
        isFit: survey.isFit,
        isInSample: options.fitShare === 1,
      }),
      notes: [...answers.notes, ...fitted.warnings(), ...broken],
    };
  } finally {
    await answers.close();
  }
}

/** Some twenty bytes each. */
const MOST_OUTCOMES = 20_000_000;

function assertFits(records: number, arms: number): void {
  if (records * arms <= MOST_OUTCOMES) return;
  throw new HarnessError(
    "invalid-input",
    `${arms} settings and routes over ${records} records are more than ${MOST_OUTCOMES} outcomes`,
    { hint: `draw some of the records: --sample ${Math.floor(MOST_OUTCOMES / arms)}` },
  );
}

function assertPair({ weak, strong }: TuneOptions, routes: readonly string[]): void {
  for (const [flag, name] of [
    ["--weak", weak],
    ["--strong", strong],
  ] as const) {
    if (name === undefined || routes.includes(name)) continue;
    throw new HarnessError("invalid-input", `${flag} ${name}: nothing is known of such a route`, {
      hint: didYouMean(name, routes) ?? `known are ${routes.join(", ")}`,
    });
  }
}

async function reportOf(made: {
  readonly side: LoadedSide;
  readonly records: TuneRecords;
  readonly tuned: TunedPolicies;
  readonly sweeps: readonly Sweep[];
  readonly survey: RecordSurvey;
  readonly data: TuneData;
  readonly options: TuneOptions;
  readonly redaction: Redaction;
  readonly notes: readonly string[];
}): Promise<TuneReport> {
  const { side, records, tuned, sweeps, survey, data, options, redaction } = made;
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
  const report: TuneReport = {
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
    notes: [...notesOf(made), ...(choice.kind === "none" ? [choice.why] : [])],
  };
  if (report.chosen === null || options.out === undefined) return report;
  const { setting, why, index: place } = report.chosen;
  const written = { side, sweeps, setting, why, heldOut: heldOut[place]! };
  const version = await writeTuned(options.out, report, written, options, redaction);
  return { ...report, chosen: { ...report.chosen, version } };
}

function notesOf({
  side,
  records,
  tuned,
  options,
  data,
  notes,
}: Parameters<typeof reportOf>[0]): readonly string[] {
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
