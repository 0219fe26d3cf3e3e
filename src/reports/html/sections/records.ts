import { timelineLegend } from "../../charts/attempt-timeline.ts";
import { countText } from "../../numbers.ts";
import type { ReportedRecords } from "../../reported-records.ts";
import { toolCommand } from "../../run-command.ts";
import type { RunReport } from "../../run-report.ts";
import { html, type Html } from "../../html-text.ts";
import { inlineSheet } from "../record/inline-sheets.ts";
import { section } from "../section.ts";

/** The records themselves: those worth a look first, and where all others stand. */
export function records(report: RunReport): Html | undefined {
  const { records: drawn, folder } = report;
  if (drawn === undefined || drawn.total === 0) return undefined;
  return section(
    "records",
    "Records",
    html`<p>${hereText(drawn)} ${elsewhere(drawn, folder)}</p>
${untoldNote(drawn)}<p>One record on the terminal: <code>${toolCommand("show", folder, "RECORD")}</code>, with <code>--json</code> its whole texts.</p>
<p class="small">${timelineLegend}</p>
${drawn.sheets.map((sheet) => inlineSheet(sheet, folder))}`,
  );
}

function hereText({ sheets, total }: ReportedRecords): string {
  if (sheets.length === total) return `All ${countText(total)} records of the run stand here.`;
  return `${countText(sheets.length)} of ${countText(total)} records stand here: new failures first, then errors, new wins and what became dearer.`;
}

function elsewhere({ sheets, total, pages }: ReportedRecords, folder: string): Html | undefined {
  const all = html`<code>${toolCommand("report", folder, "--record-pages", "all")}</code>`;
  if (pages === undefined) {
    if (sheets.length === total) return undefined;
    return html`The others have no pages; to write them: ${all}.`;
  }
  const index = html`<a href="records/index.html">pages of their own</a>`;
  const count = countText(pages.records);
  if (pages.kind === "all") return html`All of them have ${index}.`;
  return html`${count} records that a policy failed or that were not accepted have ${index}, ${CHANGED_LIMIT_TEXT}. To write pages of all: ${all}.`;
}

const CHANGED_LIMIT_TEXT = "the first 20,000 at most";

function untoldNote({ untold }: ReportedRecords): Html | undefined {
  if (untold === undefined) return undefined;
  return html`<p class="warn">Prompts and what is expected are not shown: ${untold}.</p>
`;
}
