import { renderCsv } from "./csv.ts";
import { renderJson } from "./json.ts";
import { renderJunit } from "./junit.ts";
import { renderMarkdown } from "./markdown.ts";
import type { RunReport } from "./run-report.ts";

/** A report that can be asked for; `html` is a known name that is not built yet. */
export type FormatName = "json" | "md" | "csv" | "junit";

/** A report's file within the run folder, and its text. */
export interface Format {
  readonly file: string;
  readonly render: (report: RunReport) => string;
}

/** Every report there is: a new one is a file of its own and a line here. */
export const formats: Readonly<Record<FormatName, Format>> = {
  json: { file: "comparison.json", render: renderJson },
  md: { file: "report.md", render: renderMarkdown },
  csv: { file: "cost.csv", render: renderCsv },
  junit: { file: "junit.xml", render: renderJunit },
};
