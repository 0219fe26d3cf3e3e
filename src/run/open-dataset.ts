import { checkDataset, type CheckedDataset } from "../datasets/check-dataset.ts";
import { readManifest, type Manifest } from "../datasets/read-manifest.ts";

/**
 * Every record of a dataset that can be read; rows that cannot are counted in its summary.
 * Whoever opens it closes it. Throws `HarnessError` where the manifest or the data is not sound.
 */
export async function openDataset(
  file: string,
  seed: number,
): Promise<{ readonly manifest: Manifest; readonly dataset: CheckedDataset }> {
  const manifest = await readManifest(file);
  const dataset = await checkDataset(manifest, {
    limit: undefined,
    sample: undefined,
    seed,
    filters: [],
    strict: false,
    onRejected: () => undefined,
  });
  return { manifest, dataset };
}
