import type { RunManifest } from "../../core/run-manifest.ts";
import type { RunResult } from "../perform-run.ts";
import type { Redaction } from "../redaction.ts";
import { runFolder, writeManifest } from "../run-folder.ts";
import { fileReportOf } from "../run-report-of.ts";
import type { FormatName } from "../options/run-options.ts";
import { writeReports } from "../write-reports.ts";
import { againstEarlier } from "./against-earlier.ts";
import { readKeptRun } from "./kept-run.ts";

/** A finished run with what `--baseline-run` asks for in its manifest and its reports. */
export async function withBaselineRun(
  result: RunResult,
  asked: string | undefined,
  redaction: Redaction,
): Promise<RunResult> {
  const { folder, comparison, manifest } = result;
  if (asked === undefined || comparison === undefined) return result;
  const previous = await againstEarlier(result, asked, redaction);
  const now: RunManifest = redaction.json({ ...manifest, previous });
  writeReports(
    fileReportOf(comparison, now, folder),
    now.options.formats as readonly FormatName[],
    folder,
  );
  writeManifest(runFolder(folder), now);
  return { ...result, manifest: now };
}

/** Holds a kept run against an earlier one and keeps what came of it in its manifest. */
export async function rememberBaselineRun(
  folder: string,
  asked: string,
  redaction: Redaction,
): Promise<void> {
  const { manifest } = readKeptRun(folder);
  const previous = await againstEarlier({ folder }, asked, redaction);
  writeManifest(runFolder(folder), redaction.json({ ...manifest, previous }));
}
