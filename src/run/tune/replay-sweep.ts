import { SettingsColumns } from "../../comparison/frontier/settings-columns.ts";
import { tuneDataOf, type TuneData } from "../../comparison/frontier/tune-data.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import { routesCalledBy } from "../../core/routes-of-policy.ts";
import { createScorer } from "../../scoring/create-scorer.ts";
import { FittedRecords } from "../fitted-records.ts";
import type { LoadedSide } from "../load-policies.ts";
import { DEFAULT_CONCURRENCY } from "../options/run-options.ts";
import { openKnownAnswers } from "./known-answers.ts";
import { replaySettings } from "./replay-settings.ts";
import type { RecordSurvey } from "./survey-records.ts";
import { tuneArms, type TuneArm } from "./tune-arms.ts";
import type { TuneOptions } from "./tune-options.ts";
import type { TuneRecords } from "./tune-source.ts";
import type { TunedPolicies } from "./tuned-policies.ts";

/** What a sweep's replay brought, and what is to be said of it. */
export interface Replayed {
  readonly data: TuneData;
  readonly notes: readonly string[];
}

/** Replays settings, the policy as written and each route alone over the same records. */
export async function replaySweep(
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
    const arms = tuneArms(side, tuned.policies, answers.routes, { manifest, seed: options.seed });
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
      firstArrivalMs: survey.firstArrivalMs,
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
      notes: [...answers.notes, ...fitted.warnings(), ...timeNotes(arms, survey), ...broken],
    };
  } finally {
    await answers.close();
  }
}

/** What is to be known of settings whose decisions depend on what came before. */
function timeNotes(arms: readonly TuneArm[], { firstArrivalMs }: RecordSurvey): readonly string[] {
  if (arms.every(({ arm }) => arm.newMemory === undefined)) return [];
  const pace =
    firstArrivalMs === undefined
      ? `no record says when it arrived: they follow each other on ${DEFAULT_CONCURRENCY} slots`
      : "they arrive as they did";
  return [
    `decisions depend on what came before: fit and held-out records share a timeline, and ${pace}`,
  ];
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
