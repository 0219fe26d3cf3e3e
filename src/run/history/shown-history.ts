import type { HistoryReport } from "../../core/history-report.ts";
import { renderHistory, type HistoryLook } from "../../reports/terminal/history-text.ts";
import { renderHistoryPage } from "../../reports/html/history-page.ts";
import { wholeNumber } from "../options/option-values.ts";
import { PROMOTIONS, readPromotionLog } from "../promotion/promotion-log.ts";
import type { Redaction } from "../redaction.ts";
import { writeFileWhole } from "../write-file.ts";
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

/** The history of a folder of runs: as text, as JSON, and as a page written to a file. */
export function shownHistory(
  runs: string,
  { last, policy, route }: HistoryFlags,
): {
  readonly text: (look: HistoryLook) => string;
  readonly json: () => string;
  readonly writePage: (file: string) => void;
} {
  const report = historyReport(historyFile(runs), {
    last: wholeNumber("--last", last, 1, MOST_LAST) ?? DEFAULT_LAST,
    policy,
    route,
  });
  return {
    text: (look) => renderHistory(report, look),
    json: () => `${JSON.stringify(report, null, 2)}\n`,
    writePage: (file) => writePage(report, file),
  };
}

/** With what was promoted in the working directory; throws `HarnessError` where it cannot be written. */
function writePage(history: HistoryReport, file: string): void {
  const { entries, notes } = readPromotionLog(PROMOTIONS);
  const withNotes = { ...history, notes: [...history.notes, ...notes] };
  writeFileWhole(file, renderHistoryPage({ history: withNotes, decisions: entries }));
}

/** Puts kept runs into the index beside each; the files that were added to. */
export function addRuns(folders: readonly string[], redaction: Redaction): readonly string[] {
  return [...new Set(folders.map((folder) => indexKeptRun(folder, redaction)))];
}
