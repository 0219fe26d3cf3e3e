import type { Comparison } from "../core/comparison.ts";
import type { RunManifest } from "../core/run-manifest.ts";
import type { RunReport } from "../reports/run-report.ts";

/** What reports are made of; the records to look at first come from the comparison itself. */
export function runReportOf(
  comparison: Comparison,
  manifest: RunManifest,
  folder: string,
): RunReport {
  const witnesses = Object.fromEntries(
    comparison.comparisons.map(({ candidate, new_failures: failures }) => [
      candidate,
      (failures ?? []).map(({ record, because }) => ({ recordId: record, because })),
    ]),
  );
  return { comparison, manifest, folder, witnesses };
}

/**
 * The same for reports in files: they name the folder as it was typed at the run, so that a run that
 * was moved or copied gives the same bytes.
 */
export function fileReportOf(
  comparison: Comparison,
  manifest: RunManifest,
  folder: string,
): RunReport {
  return runReportOf(comparison, manifest, manifest.options.out ?? folder);
}
