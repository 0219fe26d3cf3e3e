import { driftReport } from "../../comparison/drift/drift-report.ts";
import type { GoldenOutcomes } from "../../comparison/drift/post-stratified.ts";
import type { DriftReport } from "../../core/drift.ts";
import { HarnessError } from "../../core/harness-error.ts";
import type { Registry } from "../../core/route.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import { readManifest as readDatasetManifest } from "../../datasets/read-manifest.ts";
import { openBooks } from "../books.ts";
import type { Inputs } from "../load-inputs.ts";
import { loadKeptInputs } from "../load-kept-inputs.ts";
import { openDataset } from "../open-dataset.ts";
import { newProgress } from "../progress.ts";
import type { Redaction } from "../redaction.ts";
import { takeFinished } from "../resume-journal.ts";
import { readComparison, readManifest, runFolder } from "../run-folder.ts";
import type { RunOptions } from "../options/run-options.ts";
import { changedInputs, optionsOf } from "../run-session.ts";
import type { DriftOptions } from "./drift-options.ts";
import { likenessOf } from "./likeness.ts";

/**
 * Whether a golden set is like a request log. With a kept run over the golden set, routes are
 * compared as well, and its figures are weighed as the log is mixed. Nothing is called.
 */
export async function drift(options: DriftOptions, redaction: Redaction): Promise<DriftReport> {
  const report =
    options.run === undefined
      ? await driftOfData(options)
      : await driftOfRun(options, options.run, redaction);
  return redaction.json(report);
}

const noRegistry: Pick<Registry, "routes"> = { routes: new Map() };

async function driftOfData({ golden, log, seed }: DriftOptions): Promise<DriftReport> {
  const { dataset } = await openDataset(golden, seed);
  try {
    return driftReport(await likenessOf(dataset, log, noRegistry, seed), undefined);
  } finally {
    await dataset.close();
  }
}

async function driftOfRun(
  { golden, log, seed }: DriftOptions,
  run: string,
  redaction: Redaction,
): Promise<DriftReport> {
  const comparison = readComparison(run);
  const kept = readManifest(run);
  redaction.hideVariables(kept.key_variables ?? []);
  const options = optionsOf(kept);
  const inputs = await loadKeptInputs(options, Date.parse(kept.as_of), redaction);
  await assertGoldenOf(run, golden, inputs);
  const { limit, sample, filters, strict } = options;
  const selection = { limit, sample, seed: options.seed, filters, strict };
  const dataset = await checkDataset(inputs.manifest, {
    ...selection,
    onRejected: () => undefined,
  });
  try {
    const changed = changedInputs(kept.inputs, [...inputs.files, ...dataset.inputs]);
    if (changed !== undefined) {
      throw new HarnessError("invalid-input", `${run}: changed since it ran: ${changed}`, {
        hint: "restore the files, or start a new run",
      });
    }
    const mixes = await likenessOf(dataset, log, inputs.registry, seed);
    const collected = await collectedOf(run, inputs, dataset, options);
    return driftReport(mixes, { collected, comparison });
  } finally {
    await dataset.close();
  }
}

/** The figures of a run over other records would be weighed by the wrong set. */
async function assertGoldenOf(run: string, golden: string, { manifest }: Inputs): Promise<void> {
  const named = await readDatasetManifest(golden);
  if (named.document.sha256 === manifest.document.sha256) return;
  throw new HarnessError("invalid-input", `${run} did not replay ${golden}`, {
    hint: `it replayed ${manifest.file}: name that, or a run over ${golden}`,
  });
}

/** The outcomes of a kept run, in columns. */
async function collectedOf(
  run: string,
  inputs: Inputs,
  dataset: CheckedDataset,
  options: RunOptions,
): Promise<GoldenOutcomes["collected"]> {
  const books = openBooks(inputs, dataset, options.repeat, newProgress(), undefined);
  for await (const batch of dataset.records()) {
    for (const record of batch) books.observe(record);
  }
  const setup = {
    dataset,
    arms: inputs.arms.length,
    repeats: options.repeat,
    retryErrors: false,
  };
  await takeFinished(runFolder(run).journal, setup, books.take);
  return books.collector.finish();
}
