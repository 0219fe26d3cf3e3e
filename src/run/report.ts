import { formats } from "../reports/formats.ts";
import { HarnessError } from "../core/harness-error.ts";
import { readComparison, readManifest } from "./run-folder.ts";
import { fileReportOf } from "./run-report-of.ts";
import { resolveFormats, type FormatName } from "./run-options.ts";
import { writeReports } from "./write-reports.ts";

/** Writes the reports of a kept run again; returns the paths. */
export function rewriteReports(folder: string, formatFlag: string | undefined): readonly string[] {
  const report = fileReportOf(readComparison(folder), readManifest(folder), folder);
  return writeReports(report, resolveFormats(formatFlag), folder);
}

/** One format of a kept run as text. */
export function printReport(folder: string, formatFlag: string | undefined): string {
  const name = onlyFormat(formatFlag);
  const report = fileReportOf(readComparison(folder), readManifest(folder), folder);
  return formats[name].render(report);
}

/** The one format to print; not given: for people. */
export function onlyFormat(formatFlag: string | undefined): FormatName {
  const [name, other] = formatFlag === undefined ? (["md"] as const) : resolveFormats(formatFlag);
  if (name !== undefined && other === undefined) return name;
  throw new HarnessError("invalid-input", "--print takes one format", { hint: "--format md" });
}
