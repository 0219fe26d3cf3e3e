import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { RejectedRow } from "../../../src/core/dataset.ts";
import type { ReplayRecord } from "../../../src/core/replay-record.ts";
import { checkDataset, type CheckedDataset } from "../../../src/datasets/check-dataset.ts";
import type { CheckOptions } from "../../../src/datasets/check-options.ts";
import { readManifest } from "../../../src/datasets/read-manifest.ts";

export interface DatasetFolder {
  readonly path: string;
  /** Writes a file into the folder and returns its path. */
  write(name: string, content: string | Uint8Array): string;
}

/** A temporary folder that is gone after the test. */
export function aDatasetFolder(): DatasetFolder {
  const path = mkdtempSync(join(tmpdir(), "routeproof-test-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write: (name, content) => {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

export interface ReadDataset {
  readonly dataset: CheckedDataset;
  readonly records: readonly ReplayRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Of the ids that were looked up. */
  readonly ordinals: readonly (number | undefined)[];
}

/** Checks a dataset and reads all its records. */
export async function readAll(
  manifestFile: string,
  options: Partial<CheckOptions> = {},
  lookedUp: readonly string[] = [],
): Promise<ReadDataset> {
  const manifest = await readManifest(manifestFile);
  const rejected: RejectedRow[] = [];
  const dataset = await checkDataset(manifest, {
    limit: undefined,
    sample: undefined,
    seed: 1,
    filters: [],
    strict: false,
    onRejected: (row) => void rejected.push(row),
    ...options,
  });
  const records: ReplayRecord[] = [];
  let ordinals: readonly (number | undefined)[];
  try {
    for await (const batch of dataset.records()) records.push(...batch);
    ordinals = lookedUp.map((id) => dataset.ordinalOf(id));
  } finally {
    await dataset.close();
  }
  return { dataset, records, rejected, ordinals };
}

/** The message of what a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("nothing was thrown");
}
