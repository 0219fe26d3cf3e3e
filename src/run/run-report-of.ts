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
