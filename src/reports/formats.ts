import { renderCsv } from "./csv.ts";
import { renderHtml } from "./html/report-page.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import type { RunReport } from "./run-report.ts";
import { renderUnitEconomics } from "./unit-economics.ts";

/** A report that can be asked for. */
export type FormatName = "json" | "md" | "html" | "csv" | "junit";

/** A report's file within the run folder, and its text. */
export interface Format {
  readonly file: string;
  readonly render: (report: RunReport) => string;
  /** Written with it: what would not fit into one file of its kind. */
  readonly beside?: readonly Omit<Format, "beside">[];
}

/** Every report there is: a new one is a file of its own and a line here. */
export const formats: Readonly<Record<FormatName, Format>> = {
  json: { file: "comparison.json", render: renderJson },
  md: { file: "report.md", render: renderMarkdown },
  html: { file: "report.html", render: renderHtml },
  csv: {
    file: "cost.csv",
    render: renderCsv,
    beside: [{ file: "unit_economics.csv", render: renderUnitEconomics }],
  },
  junit: { file: "junit.xml", render: renderJunit },
};
