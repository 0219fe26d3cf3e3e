import { existsSync } from "node:fs";
import { join } from "node:path";
import { HarnessError } from "../core/harness-error.ts";
import { formats } from "../reports/formats.ts";
import type { RunReport } from "../reports/run-report.ts";
import { openKeptDataset } from "./reports/kept-dataset.ts";
import {
  type RecordReportFlags,
  recordReportsOf,
  refuseWithout,
  resolveRecordReports,
} from "./reports/record-report-options.ts";
import { htmlOf, type ReportSetup, writeRunReports } from "./reports/write-run-reports.ts";
import { readComparison, readManifest, runFolder } from "./run-folder.ts";
import {
  type FormatName,
  formatNames,
  resolveFormats,
  resolveMonthlyRequests,
} from "./options/run-options.ts";
import { fileReportOf } from "./run-report-of.ts";
import type { World } from "./world.ts";

/** What reports take from outside: keys to hide, and somebody to tell of what they could not show. */
type ReportWorld = Pick<World, "note" | "redaction">;

/** What a reader asks of a kept run's reports, as it was typed. */
export interface ReportFlags extends RecordReportFlags {
  readonly format?: string | undefined;
  readonly monthlyRequests?: string | undefined;
}

/** Writes the reports of a kept run again; returns the paths. */
export async function rewriteReports(
  folder: string,
  flags: ReportFlags,
  world: ReportWorld,
): Promise<readonly string[]> {
  const names = resolveFormats(flags.format);
  refuseWithout("--record-pages", flags.recordPages, "html", names);
  refuseWithout("--junit", flags.junit, "junit", names);
  const report = keptReport(folder, flags);
  const setup = setupOf(folder, report, flags, world);
  refuseWithoutOutcomes(folder, flags);
  return writeRunReports(report, names, setup);
}

/** A comparison of two runs, and a run priced anew, have reports and no outcomes of their own. */
function refuseWithoutOutcomes(folder: string, { recordPages, junit }: RecordReportFlags): void {
  const needsOutcomes = junit === "records" || (recordPages ?? "none") !== "none";
  if (!needsOutcomes || existsSync(runFolder(folder).journal)) return;
  const asked = junit === "records" ? "--junit records" : `--record-pages ${recordPages}`;
  throw new HarnessError("invalid-input", `${folder}: holds reports, but no outcomes`, {
    hint: `${asked} needs them: name the folder of the run itself`,
  });
}

/** Those reports that a run's folder holds, written again: what they are made of has changed. */
export async function refreshReports(folder: string, world: ReportWorld): Promise<void> {
  const names = formatNames.filter((name) => existsSync(join(folder, formats[name].file)));
  const report = keptReport(folder, {});
  await writeRunReports(report, names, setupOf(folder, report, {}, world));
}

/** One format of a kept run as text; a page has no other pages beside it. */
export async function printReport(
  folder: string,
  flags: ReportFlags,
  world: ReportWorld,
): Promise<string> {
  const name = onlyFormat(flags.format);
  const typed = flags.recordPages === undefined ? "--junit" : "--record-pages";
  if (flags.recordPages !== undefined || flags.junit !== undefined) {
    throw new HarnessError("invalid-input", `${typed} does not go with --print`, {
      hint: "records are written into files, one after the other",
    });
  }
  const report = keptReport(folder, flags);
  if (name !== "html") return formats[name].render(report);
  return htmlOf(report, setupOf(folder, report, flags, world));
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

/** What is not asked for now is as the run was told. */
function setupOf(
  folder: string,
  { manifest }: RunReport,
  { recordPages, junit }: RecordReportFlags,
  { note, redaction }: ReportWorld,
): ReportSetup {
  const told = recordReportsOf(manifest);
  const asked = { recordPages: recordPages ?? told.recordPages, junit: junit ?? told.junit };
  return {
    ...resolveRecordReports(asked),
    folder,
    redaction,
    openTexts: async () => {
      // The dataset was gone through for keys by nobody.
      redaction.hideVariables(manifest.key_variables ?? []);
      const texts = await openKeptDataset(manifest);
      // Pages that had prompts before are replaced by pages that have none.
      const isLoss = texts.dataset === undefined && manifest.options.store_text !== "none";
      if (isLoss) note(`records are drawn without their prompts: ${texts.because}`);
      return texts;
    },
  };
}
