import { join } from "node:path";
import { AA_SCHEMA_VERSION, type AaReport } from "../../core/aa-report.ts";
import { HarnessError } from "../../core/harness-error.ts";
import { knownGrades } from "../known-grades.ts";
import { loadKeptInputs } from "../load-kept-inputs.ts";
import type { RunResult } from "../perform-run.ts";
import type { Progress } from "../progress.ts";
import { readManifest, runFolder } from "../run-folder.ts";
import { openSelection, optionsOf } from "../run-session.ts";
import { resumeRun, startRun } from "../run.ts";
import type { World } from "../world.ts";
import { writeFileWhole } from "../write-file.ts";
import type { AaOptions } from "./aa-options.ts";
import { keptRepeats, type RepeatedRecord } from "./kept-repeats.ts";
import { areAlike, flakyRecords, passHat } from "./repeats-report.ts";
import { playRounds } from "./rounds.ts";

/** What `aa` left behind. */
export interface AaResult {
  readonly run: RunResult;
  /** Absent: the run was interrupted before every record was repeated. */
  readonly report: AaReport | undefined;
}

/** Flaky records that the report names; all of them stand in `flaky.jsonl`. */
const NAMED_FLAKY = 10;

/**
 * Runs one policy with repeats, then plays it against itself. The run is an ordinary one: paid for
 * once, and resumed like any other; `aa.json` and `flaky.jsonl` come into its folder.
 */
export async function aaRun(
  { run: options, resume, out, rounds }: AaOptions,
  world: World,
  progress: Progress,
): Promise<AaResult> {
  if (resume !== undefined) assertOneArm(resume.folder);
  const run =
    options === undefined
      ? await resumeRun(resume!, world, progress)
      : await startRun(options, out, world, progress);
  if (run.comparison === undefined) return { run, report: undefined };
  return {
    run,
    report: await reportOf(run, rounds, resume?.allowCode ?? options?.allowCode, world),
  };
}

/** Throws `HarnessError` for a run that compares policies: it has no repeats to play with. */
function assertOneArm(folder: string): void {
  const { options } = readManifest(folder);
  if (options.candidates.length === 0 && options.repeat > 1) return;
  throw new HarnessError("invalid-input", `${folder}: this is no run of aa`, {
    hint: `go on with it: routeproof run --resume ${folder}`,
  });
}

async function reportOf(
  { folder: path, manifest }: RunResult,
  rounds: number,
  allowCode: boolean | undefined,
  { redaction }: World,
): Promise<AaReport> {
  const options = { ...optionsOf(manifest), allowCode: allowCode ?? false };
  const inputs = await loadKeptInputs(options, Date.parse(manifest.as_of), redaction);
  const dataset = await openSelection(inputs, options);
  const { registry, scorer } = inputs;
  const isTable = inputs.provider === "table";
  const routesKnown = isTable
    ? dataset.summary.routes.filter((route) => registry.routes.has(route))
    : [];
  let records: readonly RepeatedRecord[];
  try {
    records = await keptRepeats(runFolder(path).journal, dataset, options.repeat, (record) =>
      isTable ? knownGrades(record, routesKnown, registry, scorer) : undefined,
    );
  } finally {
    await dataset.close();
  }
  const arm = inputs.arms[0]!;
  const flaky = flakyRecords(records);
  const { tagNames, name } = dataset.summary;
  const report: AaReport = {
    schema_version: AA_SCHEMA_VERSION,
    policy: arm.key,
    dataset: name,
    records: records.length,
    repeats: options.repeat,
    rounds,
    seed: options.seed,
    ...playRounds(records, {
      arm,
      graders: scorer.graders,
      tagNames,
      routesKnown,
      repeats: options.repeat,
      rounds,
      seed: options.seed,
    }),
    pass_hat_k: passHat(records, options.repeat),
    flaky: { records: flaky.length, first: flaky.slice(0, NAMED_FLAKY) },
    because: areAlike(records) ? alikeBecause(inputs.provider) : null,
  };
  writeFileWhole(
    join(path, "flaky.jsonl"),
    flaky.map((line) => `${redaction.line(line)}\n`).join(""),
  );
  const shown = redaction.json(report);
  writeFileWhole(join(path, "aa.json"), `${JSON.stringify(shown, null, 2)}\n`);
  return shown;
}

function alikeBecause(provider: string): string {
  return provider === "table"
    ? "an outcome table answers alike each time: nothing can flip, and nothing is learnt of the gates; ask the routes themselves with --provider live or simulated"
    : "every repeat of every record came out alike: nothing can flip, and nothing is learnt of the gates";
}
