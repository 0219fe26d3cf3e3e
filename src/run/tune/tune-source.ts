import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import {
  readManifest as readDatasetManifest,
  type Manifest,
} from "../../datasets/read-manifest.ts";
import { graderProblems } from "../problems/grader-problems.ts";
import { readComparison, readManifest } from "../run-folder.ts";
import { optionsOf } from "../run-session.ts";
import type { TuneOptions } from "./tune-options.ts";

/** Where the outcomes of routes come from. */
export type TuneSource =
  | { readonly kind: "table" }
  | { readonly kind: "recordings"; readonly folder: string }
  | {
      readonly kind: "run";
      readonly folder: string;
      readonly arms: number;
      readonly repeats: number;
    };

/** The records of a sweep, and where their outcomes are known from. */
export interface TuneRecords {
  readonly manifest: Manifest;
  readonly dataset: CheckedDataset;
  readonly source: TuneSource;
}

/**
 * Reads the dataset that is named, or the one that the kept run read. Whoever opens it closes it.
 * Throws `HarnessError` where nothing says what routes answered.
 */
export async function openTuneRecords(options: TuneOptions): Promise<TuneRecords> {
  const { run, dataset: file = "" } = options;
  return run === undefined ? recordsOfDataset(file, options) : recordsOfRun(run);
}

async function recordsOfDataset(file: string, options: TuneOptions): Promise<TuneRecords> {
  const { limit, sample, seed, filters, strict, recordings } = options;
  const manifest = await readDatasetManifest(file);
  if (recordings === undefined && manifest.kind !== "outcomes") {
    throw new HarnessError(
      "invalid-input",
      `${file}: nothing says what routes answered to these records`,
      { hint: "record them once (routeproof record --all-routes), then pass --recordings DIR" },
    );
  }
  assertGraders(manifest);
  const selection = { limit, sample, seed, filters, strict, onRejected: () => undefined };
  const dataset = await checkDataset(manifest, selection);
  const source: TuneSource =
    recordings === undefined ? { kind: "table" } : { kind: "recordings", folder: recordings };
  return { manifest, dataset, source };
}

async function recordsOfRun(run: string): Promise<TuneRecords> {
  const comparison = readComparison(run);
  const kept = readManifest(run);
  const options = optionsOf(kept);
  const { limit, sample, seed, filters, strict } = options;
  const manifest = await readDatasetManifest(options.dataset);
  assertGraders(manifest);
  const isTable = kept.provider === "table";
  if (!isTable && options.storeText === "none" && manifest.scoring.length > 0) {
    throw new HarnessError("invalid-input", `${run}: its answers were not kept`, {
      hint: "tune over a run without --store-text none: answers are graded anew",
    });
  }
  const selection = { limit, sample, seed, filters, strict, onRejected: () => undefined };
  const dataset = await checkDataset(manifest, selection);
  if (dataset.summary.sha256 !== comparison.dataset.sha256) {
    await dataset.close();
    throw new HarnessError("invalid-input", `${run}: its dataset has changed since it ran`, {
      hint: "restore the file, or make a new run",
    });
  }
  const arms = kept.options.candidates.length + 1;
  const source: TuneSource = isTable
    ? { kind: "table" }
    : { kind: "run", folder: run, arms, repeats: kept.options.repeat };
  return { manifest, dataset, source };
}

function assertGraders(manifest: Manifest): void {
  const problems = graderProblems(manifest);
  if (problems.length > 0) throw invalidInput(manifest.file, problems);
}
