import { existsSync } from "node:fs";
import { join } from "node:path";
import { formats } from "../../reports/formats.ts";
import { fittingSheets } from "../../reports/html/record/inline-sheets.ts";
import type { ReportedRecords } from "../../reports/reported-records.ts";
import type { RunReport } from "../../reports/run-report.ts";
import type { Redaction } from "../redaction.ts";
import { MANY_RECORDS, returnMemory } from "../return-memory.ts";
import { runFolder } from "../run-folder.ts";
import type { FormatName } from "../options/run-options.ts";
import { writeFileWhole } from "../write-file.ts";
import { writeReports } from "../write-reports.ts";
import {
  countRecords,
  inlineRecords,
  namedRecords,
  type PagedRecords,
  pagedRecords,
} from "./chosen-records.ts";
import { JournalIndex } from "./journal-index.ts";
import type { OpenTexts } from "./kept-dataset.ts";
import type { RecordReportOptions } from "./record-report-options.ts";
import { recordSheets, type SheetSource } from "./record-sheets.ts";
import { writeJunitRecords } from "./write-junit-records.ts";
import { RecordPagesWriter, removeRecordPages } from "./write-record-pages.ts";

/** What a run's reports are written with. */
export interface ReportSetup extends RecordReportOptions {
  /** The run folder itself: reports name it as it was typed at the run. */
  readonly folder: string;
  readonly openTexts: OpenTexts;
  readonly redaction: Redaction;
}

/**
 * Writes the named reports of a run into its folder, and the pages of its records: what others refer
 * to first, the page that people open last. Returns the paths.
 */
export async function writeRunReports(
  report: RunReport,
  names: readonly FormatName[],
  setup: ReportSetup,
): Promise<readonly string[]> {
  const hasOutcomes = existsSync(runFolder(setup.folder).journal);
  const byRecord = setup.junit === "records" && names.includes("junit") && hasOutcomes;
  const plain = names.filter((name) => name !== "html" && !(byRecord && name === "junit"));
  const paths = [...writeReports(report, plain, setup.folder)];
  if (!byRecord && !names.includes("html")) return paths;
  const index = await openIndex(report, setup.folder);
  if (report.comparison.dataset.records >= MANY_RECORDS) await returnMemory();
  try {
    if (byRecord && index !== undefined) {
      const path = join(setup.folder, formats.junit.file);
      writeJunitRecords(path, report.manifest.run_id, report.comparison, index);
      paths.push(path);
    }
    if (names.includes("html")) paths.push(...(await writeHtml(report, index, setup)));
    return paths;
  } finally {
    index?.close();
  }
}

/** The report's page as text: with the records that it draws itself, and no pages beside it. */
export async function htmlOf(report: RunReport, setup: ReportSetup): Promise<string> {
  const index = await openIndex(report, setup.folder);
  if (index === undefined) return formats.html.render(report);
  try {
    const records = await drawnRecords(report, index, undefined, setup);
    return formats.html.render({ ...report, records });
  } finally {
    index.close();
  }
}

/** Undefined: the folder holds reports, but no outcomes. */
async function openIndex(
  { comparison, manifest }: RunReport,
  folder: string,
): Promise<JournalIndex | undefined> {
  const { journal } = runFolder(folder);
  if (!existsSync(journal)) return undefined;
  const shape = {
    records: comparison.dataset.records,
    arms: 1 + comparison.candidates.length,
    repeats: comparison.repeats,
  };
  const early = comparison.stopped_early;
  const earlyEnd = early && { seed: manifest.seed, atRecords: early.at_records };
  return JournalIndex.open(journal, shape, namedRecords(comparison), earlyEnd);
}

async function writeHtml(
  report: RunReport,
  index: JournalIndex | undefined,
  setup: ReportSetup,
): Promise<readonly string[]> {
  const path = join(setup.folder, formats.html.file);
  const paths = [path];
  let records: ReportedRecords | undefined;
  if (index !== undefined) {
    const paged = setup.recordPages === "none" ? undefined : pagedRecords(index, setup.recordPages);
    if (paged === undefined) removeRecordPages(setup.folder);
    records = await drawnRecords(report, index, paged, setup);
    if (paged !== undefined) paths.push(join(setup.folder, "records", "index.html"));
  }
  writeFileWhole(path, formats.html.render({ ...report, ...(records && { records }) }));
  return paths;
}

/** One pass over the records: those for the page are kept, those for pages beside it are written. */
async function drawnRecords(
  report: RunReport,
  index: JournalIndex,
  paged: PagedRecords | undefined,
  setup: ReportSetup,
): Promise<ReportedRecords> {
  const inline = inlineRecords(index, report.comparison);
  const places = new Map(inline.map((ordinal, place) => [ordinal, place]));
  const texts = await setup.openTexts();
  const untold = texts.dataset === undefined ? texts.because : undefined;
  const writer =
    paged && new RecordPagesWriter(setup.folder, pagesOf(report, paged, untold), paged);
  try {
    const { redaction } = setup;
    const source: SheetSource = { index, dataset: texts.dataset, untold, redaction };
    const isWanted = (ordinal: number) =>
      places.has(ordinal) || (paged !== undefined && paged.pageOf[ordinal] !== 0);
    const kept: (readonly [place: number, sheet: ReportedRecords["sheets"][number]])[] = [];
    for await (const sheet of recordSheets(source, isWanted)) {
      const place = places.get(sheet.ordinal);
      if (place !== undefined) kept.push([place, sheet]);
      writer?.take(sheet);
    }
    writer?.finish();
    const sheets = kept.toSorted(([one], [other]) => one - other).map(([, sheet]) => sheet);
    return {
      sheets: fittingSheets(sheets, report.folder),
      total: countRecords(index),
      ordinals: index.ordinals,
      ...(paged && {
        pages: { ...paged, pageOf: (ordinal) => paged.pageOf[ordinal] || undefined },
      }),
      ...(untold !== undefined && { untold }),
    };
  } catch (error) {
    writer?.discard();
    throw error;
  } finally {
    await texts.dataset?.close();
  }
}

function pagesOf(
  { comparison, manifest, folder }: RunReport,
  { kind, pages }: PagedRecords,
  untold: string | undefined,
): ConstructorParameters<typeof RecordPagesWriter>[1] {
  return {
    runId: manifest.run_id,
    toolVersion: manifest.tool_version,
    title: `${comparison.candidates.join(", ")} vs ${comparison.baseline}`,
    folder,
    kind,
    pages,
    untold,
  };
}
