import { join } from "node:path";
import { renderSummary } from "../../reports/terminal/summary.ts";
import type { TerminalOptions } from "../../reports/terminal/terminal-options.ts";
import { formats } from "../../reports/formats.ts";
import type { Comparison } from "../../core/comparison.ts";
import type { Redaction } from "../redaction.ts";
import { makeReportsFolder, refuseRunFolder } from "../reports-folder.ts";
import { runFolder, writeManifest } from "../run-folder.ts";
import { formatNames } from "../options/run-options.ts";
import { fileReportOf, runReportOf } from "../run-report-of.ts";
import { writeReports } from "../write-reports.ts";
import type { AskedArms } from "./chosen-arms.ts";
import { compareRuns } from "./compare-runs.ts";
import { readKeptRun } from "./kept-run.ts";

/** A written comparison of two runs. */
export interface ComparisonOfRuns {
  readonly comparison: Comparison;
  /** Where its reports stand. */
  readonly out: string;
  readonly json: () => string;
  readonly text: (look: TerminalOptions) => string;
}

/** Compares two kept runs and writes the reports into a folder of their own, `RUN2/against-RUN1`. */
export async function compareIntoFolder(
  [first, second]: readonly [before: string, after: string],
  asked: AskedArms & { readonly out: string | undefined },
  redaction: Redaction,
): Promise<ComparisonOfRuns> {
  const [before, after] = [readKeptRun(first), readKeptRun(second)];
  const out = asked.out ?? join(second, `against-${before.manifest.run_id}`);
  refuseRunFolder(out, second);
  const { comparison, manifest } = await compareRuns(before, after, asked, redaction);
  makeReportsFolder(out);
  const report = { ...runReportOf(comparison, manifest, second), reportsFolder: out };
  writeReports(fileReportOf(comparison, manifest, second), formatNames, out);
  writeManifest(runFolder(out), manifest);
  return {
    comparison,
    out,
    json: () => formats.json.render(report),
    text: (look) => renderSummary(report, look),
  };
}
