import { existsSync, mkdirSync, renameSync, rmSync, rmdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RejectedRow } from "../../core/dataset.ts";
import { openImport, type OpenImport } from "../../datasets/logs/log-import.ts";
import type { LogRequest } from "../../datasets/logs/log-request.ts";
import { withoutTexts } from "../../datasets/logs/without-texts.ts";
import type { Manifest } from "../../datasets/read-manifest.ts";
import { AppendFile } from "../../replay/append-file.ts";
import { importText } from "../../reports/terminal/import-text.ts";
import type { Redaction } from "../redaction.ts";
import { TOOL_VERSION } from "../tool-version.ts";
import { writeFileWhole } from "../write-file.ts";
import { catalogCosts } from "./catalog-costs.ts";
import { manifestFor, manifestName, manifestText, withoutPlaces } from "./import-manifest.ts";
import type { ImportOptions } from "./import-options.ts";
import { nothingRead, notWritable, refuseFull } from "./import-refusals.ts";
import { IMPORT_SCHEMA_VERSION, type ImportReport } from "./import-report.ts";

export interface ImportResult {
  readonly report: ImportReport;
  /** The manifest that was written. */
  readonly manifest: string;
}

/**
 * Turns a foreign log into a dataset: `NAME.dataset.yaml`, `records.jsonl`, `import.json` and, where
 * rows could not be read, `rejected.jsonl`. The folder appears whole or not at all.
 */
export async function importLog(
  options: ImportOptions,
  redaction: Redaction,
): Promise<ImportResult> {
  refuseFull(options.out);
  const manifest = await manifestFor(options).catch((error: unknown) => {
    throw withoutPlaces(error);
  });
  // Without a dot or a slash at its end, which would be a name inside of it.
  const folder = resolve(options.out);
  const partial = `${folder}.partial`;
  try {
    // What an import that was killed left behind; nobody else uses the name.
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
  } catch (cause) {
    throw notWritable(options.out, cause);
  }
  try {
    const report = await writeDataset(options, manifest, partial, redaction);
    if (existsSync(folder)) rmdirSync(folder);
    renameSync(partial, folder);
    return { report, manifest: join(options.out, manifestName(options)) };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw withoutPlaces(error);
  }
}

/** What an import read, for people. */
export function importSummary(report: ImportReport, manifest: string): string {
  return importText(report, manifest);
}

async function writeDataset(
  options: ImportOptions,
  manifest: Manifest,
  folder: string,
  redaction: Redaction,
): Promise<ImportReport> {
  const rejected = rejectedFile(join(folder, "rejected.jsonl"), redaction);
  const costOf = await catalogCosts();
  let log: OpenImport | undefined;
  try {
    const { strict } = options;
    log = await openImport(manifest, { strict, onRejected: rejected.append }, costOf);
    await writeRecords(log, join(folder, "records.jsonl"), options, redaction);
    await rejected.close();
    const summary = log.summary();
    if (summary.requests === 0) throw nothingRead(options, log.rejected, rejected.first());
    const report: ImportReport = {
      schema_version: IMPORT_SCHEMA_VERSION,
      tool_version: TOOL_VERSION,
      dataset: options.name,
      format: options.format,
      inputs: options.files.map((path, index) => ({ path, sha256: log?.hashes[index] ?? "" })),
      rejected: log.rejected,
      store_text: options.storeText,
      log: summary,
      warnings: log.warnings,
    };
    writeFileWhole(join(folder, "import.json"), `${JSON.stringify(report, null, 2)}\n`);
    writeFileWhole(join(folder, manifestName(options)), manifestText(options, log));
    return report;
  } finally {
    log?.close();
    await rejected.close();
  }
}

async function writeRecords(
  log: OpenImport,
  path: string,
  { storeText }: ImportOptions,
  redaction: Redaction,
): Promise<void> {
  const file = new AppendFile(path);
  const isWrittenAsIs = storeText !== "none" && redaction.hidesNothing();
  try {
    if (isWrittenAsIs) {
      for (const lines of log.lines()) {
        const pending = file.appendLines(lines);
        if (pending !== undefined) await pending;
      }
    } else {
      for (const request of log.requests()) {
        const pending = file.append(shownLine(request, storeText, redaction));
        if (pending !== undefined) await pending;
      }
    }
  } finally {
    await file.close();
  }
}

function shownLine(
  request: LogRequest,
  storeText: ImportOptions["storeText"],
  redaction: Redaction,
): string {
  const text = storeText === "none" ? JSON.stringify(withoutTexts(request.line())) : request.text();
  const shown = redaction.text(text);
  return shown === text ? text : redaction.line(JSON.parse(text) as object);
}

function rejectedFile(path: string, redaction: Redaction) {
  let file: AppendFile | undefined;
  let first: RejectedRow | undefined;
  return {
    append: (row: RejectedRow): void | Promise<void> => {
      first ??= row;
      file ??= new AppendFile(path);
      return file.append(redaction.line(row));
    },
    first: () => first,
    close: async (): Promise<void> => {
      await file?.close();
      file = undefined;
    },
  };
}
