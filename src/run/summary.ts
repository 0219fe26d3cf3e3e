import { formats } from "../reports/formats.ts";
import type { RunReport } from "../reports/run-report.ts";
import { renderSummary } from "../reports/terminal/summary.ts";
import type { TerminalOptions } from "../reports/terminal/terminal-options.ts";
import { runReportOf } from "./run-report-of.ts";
import type { RunResult } from "./perform-run.ts";

export { toolCommand } from "../reports/run-command.ts";
export { spendText } from "../reports/spend-text.ts";

/** What the run's reports are made of; undefined: it was interrupted and has none. */
export function reportOf({ comparison, manifest, folder }: RunResult): RunReport | undefined {
  return comparison === undefined ? undefined : runReportOf(comparison, manifest, folder);
}

/** `comparison.json` as text. */
export function comparisonText(result: RunResult): string {
  const report = reportOf(result);
  return report === undefined ? "" : formats.json.render(report);
}

/** The summary that `run` prints for people. */
export function summaryOf(result: RunResult, look: TerminalOptions): string {
  const report = reportOf(result);
  return report === undefined ? "" : renderSummary(report, look);
}
