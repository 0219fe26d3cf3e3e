import { renderHistory, type HistoryLook } from "../../reports/history-text.ts";
import { wholeNumber } from "../option-values.ts";
import type { Redaction } from "../redaction.ts";
import { historyFile } from "./history-file.ts";
import { historyReport } from "./history-report.ts";
import { indexKeptRun } from "./index-run.ts";

/** The options of `history` as they were typed; absent: not given. */
export interface HistoryFlags {
  readonly last?: string | undefined;
  readonly policy?: string | undefined;
  readonly route?: string | undefined;
}

/** As many runs as a reader sees at a glance. */
const DEFAULT_LAST = 30;
const MOST_LAST = 1_000;

/** The history of a folder of runs, as text and as JSON. */
export function shownHistory(
  runs: string,
  { last, policy, route }: HistoryFlags,
): { readonly text: (look: HistoryLook) => string; readonly json: () => string } {
  const report = historyReport(historyFile(runs), {
    last: wholeNumber("--last", last, 1, MOST_LAST) ?? DEFAULT_LAST,
    policy,
    route,
  });
  return {
    text: (look) => renderHistory(report, look),
    json: () => `${JSON.stringify(report, null, 2)}\n`,
  };
}

/** Puts kept runs into the index beside each; the files that were added to. */
export function addRuns(folders: readonly string[], redaction: Redaction): readonly string[] {
  return [...new Set(folders.map((folder) => indexKeptRun(folder, redaction)))];
}
