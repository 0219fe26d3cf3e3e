import { existsSync, readFileSync } from "node:fs";
import { QualityFold, type QualityFigures } from "../comparison/quality-table.ts";
import { HarnessError } from "../core/harness-error.ts";
import { didYouMean } from "../core/nearest-name.ts";
import { RecordSample } from "../core/record-fingerprint.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import { checkDataset, type CheckedDataset } from "../datasets/check-dataset.ts";
import { readQualityTable } from "../policies/read-quality-table.ts";
import { countText, rateText } from "../reports/numbers.ts";
import { qualityTableText } from "../reports/quality-table-text.ts";
import type { Inputs } from "./load-inputs.ts";
import { loadKeptInputs } from "./load-kept-inputs.ts";
import type { Redaction } from "./redaction.ts";
import { takeFinished } from "./resume-journal.ts";
import { readComparison, readManifest, runFolder } from "./run-folder.ts";
import type { RunOptions } from "./options/run-options.ts";
import { changedInputs, optionsOf } from "./run-session.ts";
import { servedRecord, tabledRecords } from "./served-records.ts";
import { writeFileWhole } from "./write-file.ts";

/**
 * Writes what a finished run says of its routes as a quality table, by a tag of its records where
 * `by` names one. Where an outcome table answered, it speaks of every route that it knows; else of
 * what the policies' outcomes came from. Returns a line a route. Throws `HarnessError` where an input
 * is not what the run read, or `file` holds something else.
 */
export async function writeQualityTable(
  folder: string,
  { file, by }: { readonly file: string; readonly by: string | undefined },
  redaction: Redaction,
): Promise<readonly string[]> {
  refuseOtherFile(file);
  readComparison(folder);
  const kept = readManifest(folder);
  const options = optionsOf(kept);
  const inputs = await loadKeptInputs(options, Date.parse(kept.as_of), redaction);
  const dataset = await selectedData(inputs, options);
  try {
    assertUnchanged(kept, inputs, dataset);
    assertTag(by, dataset);
    const { figures, sample } = await foldRun(folder, { inputs, dataset, options, by });
    if (figures.overall.size === 0) {
      throw new HarnessError("invalid-input", `${folder}: no outcome is of one route alone`, {
        hint: "run policies that are pinned to the routes in question",
      });
    }
    const { name, sha256, records } = dataset.summary;
    const fittedOn = { dataset: name, sha256, records, sample };
    const text = qualityTableText({ runId: kept.run_id, task: by, fittedOn, ...figures });
    writeFileWhole(file, redaction.text(text));
    return [file, ...linesOf(figures, records)];
  } finally {
    await dataset.close();
  }
}

function selectedData(inputs: Inputs, options: RunOptions): Promise<CheckedDataset> {
  const { limit, sample, seed, filters, strict } = options;
  const selection = { limit, sample, seed, filters, strict, onRejected: () => undefined };
  return checkDataset(inputs.manifest, selection);
}

interface Folded {
  readonly figures: QualityFigures;
  readonly sample: readonly string[];
}

async function foldRun(
  folder: string,
  setup: {
    readonly inputs: Inputs;
    readonly dataset: CheckedDataset;
    readonly options: RunOptions;
    readonly by: string | undefined;
  },
): Promise<Folded> {
  const { inputs, dataset, options, by } = setup;
  const { registry, provider, arms } = inputs;
  const { summary } = dataset;
  const fold = new QualityFold();
  const sample = new RecordSample();
  const isTable = provider === "table";
  const routes = summary.routes.filter((route) => registry.routes.has(route));
  const tasks: (string | undefined)[] = [];
  for await (const batch of dataset.records()) {
    for (const record of batch) {
      sample.observe(record);
      const task = by === undefined ? undefined : record.tags[by];
      if (isTable)
        for (const served of tabledRecords(record, routes, task, inputs)) fold.add(served);
      else tasks[record.ordinal] = task;
    }
  }
  if (!isTable) {
    // A record counts once a route: two policies may have shared its call, and repeats of one record
    // are no independent evidence.
    const counted = new Map<string, Uint8Array>();
    const about = { dataset, arms: arms.length, repeats: options.repeat, retryErrors: false };
    await takeFinished(runFolder(folder).journal, about, (outcome) => {
      const served = servedRecord(outcome, tasks[outcome.ordinal]);
      if (served === undefined || outcome.repeat > 0) return;
      let seen = counted.get(served.route);
      if (seen === undefined) counted.set(served.route, (seen = new Uint8Array(summary.records)));
      if (seen[outcome.ordinal] === 1) return;
      seen[outcome.ordinal] = 1;
      fold.add(served);
    });
  }
  return { figures: fold.figures(), sample: sample.texts() };
}

function assertUnchanged(kept: RunManifest, inputs: Inputs, dataset: CheckedDataset): void {
  const changed = changedInputs(kept.inputs, [...inputs.files, ...dataset.inputs]);
  if (changed === undefined) return;
  throw new HarnessError(
    "invalid-input",
    `cannot make a table of ${kept.run_id}: changed since it ran: ${changed}`,
    { hint: "restore the files, or start a new run" },
  );
}

function assertTag(by: string | undefined, { summary: { tagNames } }: CheckedDataset): void {
  if (by === undefined || tagNames.includes(by)) return;
  throw new HarnessError("invalid-input", `--by ${by}: the dataset has no such tag`, {
    hint: didYouMean(by, tagNames) ?? `it has ${tagNames.join(", ") || "none"}`,
  });
}

/** A table may be written anew; a policy that was named by mistake may not be. */
function refuseOtherFile(file: string): void {
  if (!existsSync(file)) return;
  try {
    readQualityTable({ path: file, text: readFileSync(file, "utf8") });
  } catch (cause) {
    throw new HarnessError(
      "invalid-input",
      `--quality-table ${file}: the file is there and is no quality table`,
      { cause, hint: "name a new file" },
    );
  }
}

/**
 * A route of which not every record is known says so: whoever chose them had reasons, and what a
 * cascade asked another route for is not among them.
 */
function linesOf({ overall, tasks }: QualityFigures, records: number): readonly string[] {
  return [...overall].map(([route, { n, quality }]) => {
    const of = n < records ? ` of ${countText(records)}, those that it alone was called for` : "";
    const by =
      tasks.size === 0 ? "" : `, ${countText(tasks.size)} task${tasks.size === 1 ? "" : "s"}`;
    return `${route}: ${rateText(quality)} accepted of ${countText(n)} record${n === 1 ? "" : "s"}${of}${by}`;
  });
}
