import { isAbsolute } from "node:path";
import { HarnessError } from "../../core/harness-error.ts";
import type { RunManifest } from "../../core/run-manifest.ts";
import { checkDataset, type CheckedDataset } from "../../datasets/check-dataset.ts";
import { readManifest } from "../../datasets/read-manifest.ts";
import { changedInputs, optionsOf } from "../run-session.ts";

/** The data of a kept run, or why its texts cannot be shown. */
export type KeptDataset =
  { readonly dataset: CheckedDataset } | { readonly dataset: undefined; readonly because: string };

/** Where the texts of records come from, opened only where a report shows any. */
export type OpenTexts = () => Promise<KeptDataset>;

const TEXTS_NOT_KEPT = "the run was told to keep no texts (--store-text none)";

/**
 * Reads the dataset of a kept run again, where it is still what the run read and texts may be
 * shown. Whoever opens it closes it.
 */
export async function openKeptDataset(manifest: RunManifest): Promise<KeptDataset> {
  if (manifest.options.store_text === "none") {
    return { dataset: undefined, because: TEXTS_NOT_KEPT };
  }
  const { limit, sample, seed, filters } = optionsOf(manifest);
  try {
    const source = await readManifest(manifest.options.dataset);
    const selection = { limit, sample, seed, filters, strict: false, onRejected: () => undefined };
    const dataset = await checkDataset(source, selection);
    const paths = new Set(dataset.inputs.map(({ path }) => path));
    const before = manifest.inputs.filter(({ path }) => paths.has(path));
    const changed = changedInputs(before, dataset.inputs);
    if (changed === undefined) return { dataset };
    await dataset.close();
    return { dataset: undefined, because: `changed since the run: ${changed}` };
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    const from = isAbsolute(manifest.options.dataset)
      ? ""
      : "; the run's paths begin in the folder where it was started";
    return { dataset: undefined, because: `the dataset cannot be read: ${error.message}${from}` };
  }
}

/** The same of a run whose dataset is open already. */
export function textsOfRun(dataset: CheckedDataset, storeText: "full" | "none"): OpenTexts {
  return () =>
    Promise.resolve(
      storeText === "none" ? { dataset: undefined, because: TEXTS_NOT_KEPT } : { dataset },
    );
}
