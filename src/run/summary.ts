import { formats } from "../reports/formats.ts";
import { renderSummary, type TerminalOptions } from "../reports/summary.ts";
import { runReportOf } from "./run-report-of.ts";
import type { RunResult } from "./perform-run.ts";

export { toolCommand } from "../reports/run-command.ts";
export { spendText } from "../reports/spend-text.ts";

/** `comparison.json` as text. */
export function comparisonText(result: RunResult): string {
  const { comparison, manifest, folder } = result;
  return comparison === undefined
    ? ""
    : formats.json.render(runReportOf(comparison, manifest, folder));
}

/** The summary that `run` prints for people. */
export function summaryOf(
  { comparison, manifest, folder }: RunResult,
  look: TerminalOptions,
): string {
  return comparison === undefined
    ? ""
    : renderSummary(runReportOf(comparison, manifest, folder), look);
}
