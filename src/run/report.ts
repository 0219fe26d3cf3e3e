import { formats } from "../reports/formats.ts";
import { HarnessError } from "../core/harness-error.ts";
import { readComparison, readManifest } from "./run-folder.ts";
import { fileReportOf } from "./run-report-of.ts";
import { resolveFormats, resolveMonthlyRequests, type FormatName } from "./run-options.ts";
import type { RunReport } from "../reports/run-report.ts";
import { writeReports } from "./write-reports.ts";

/** What a reader asks of a kept run's reports, as it was typed. */
export interface ReportFlags {
  readonly format?: string | undefined;
  readonly monthlyRequests?: string | undefined;
}

/** Writes the reports of a kept run again; returns the paths. */
export function rewriteReports(folder: string, flags: ReportFlags): readonly string[] {
  const names = resolveFormats(flags.format);
  return writeReports(keptReport(folder, flags), names, folder);
}

/** One format of a kept run as text. */
export function printReport(folder: string, flags: ReportFlags): string {
  const name = onlyFormat(flags.format);
  return formats[name].render(keptReport(folder, flags));
}

/** What the reports of a kept run are made of. */
export function keptReport(folder: string, flags: ReportFlags): RunReport {
  const monthlyRequests = resolveMonthlyRequests(flags.monthlyRequests);
  const report = fileReportOf(readComparison(folder), readManifest(folder), folder);
  return { ...report, monthlyRequests };
}

/** The one format to print; not given: for people. */
export function onlyFormat(formatFlag: string | undefined): FormatName {
  const [name, other] = formatFlag === undefined ? (["md"] as const) : resolveFormats(formatFlag);
  if (name !== undefined && other === undefined) return name;
  throw new HarnessError("invalid-input", "--print takes one format", { hint: "--format md" });
}
