import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
} from "node:fs";
import { join, resolve } from "node:path";
import type { RejectedRow } from "../../core/dataset.ts";
import { HarnessError, invalidInput } from "../../core/harness-error.ts";
import type { LogSummary } from "../../core/log-summary.ts";
import { openImport, type OpenImport } from "../../datasets/logs/log-import.ts";
import { withoutTexts } from "../../datasets/logs/without-texts.ts";
import { manifestOf, type Manifest } from "../../datasets/read-manifest.ts";
import { parseDocument } from "../../documents/source-document.ts";
import { AppendFile } from "../../replay/append-file.ts";
import { importText } from "../../reports/import-text.ts";
import type { Redaction } from "../redaction.ts";
import { TOOL_VERSION } from "../tool-version.ts";
import { writeFileWhole } from "../write-file.ts";
import type { ImportOptions } from "./import-options.ts";
import { catalogCosts } from "./catalog-costs.ts";

export const IMPORT_SCHEMA_VERSION = 1;

/** What problems of the manifest are said to stand in. */
const MANIFEST_FILE = "import";

/** `import.json`: what was read and what became of it. Users read it: its names are snake_case. */
export interface ImportReport {
  readonly schema_version: typeof IMPORT_SCHEMA_VERSION;
  readonly tool_version: string;
  readonly dataset: string;
  readonly format: string;
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[];
  readonly rejected: number;
  readonly store_text: "full" | "none";
  readonly log: LogSummary;
  readonly warnings: readonly string[];
}

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
  const partial = `${resolve(options.out)}.partial`;
  try {
    // What an import that was killed left behind; nobody else uses the name.
    rmSync(partial, { recursive: true, force: true });
    mkdirSync(partial, { recursive: true });
  } catch (cause) {
    throw notWritable(options.out, cause);
  }
  try {
    const report = await writeDataset(options, manifest, partial, redaction);
    if (existsSync(options.out)) rmdirSync(options.out);
    renameSync(partial, options.out);
    return { report, manifest: join(options.out, manifestName(options)) };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw withoutPlaces(error);
  }
}

/** The manifest was made of the command line: no reader has its lines and columns. */
function withoutPlaces(error: unknown): unknown {
  if (!(error instanceof HarnessError)) return error;
  if (!error.problems.some(({ file }) => file === MANIFEST_FILE)) return error;
  const problems = error.problems.map((problem) =>
    problem.file === MANIFEST_FILE
      ? { ...problem, file: undefined, line: undefined, column: undefined }
      : problem,
  );
  return invalidInput("import", problems);
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
  try {
    for (const requests of log.requests()) {
      for (const request of requests) {
        const text =
          storeText === "none" ? JSON.stringify(withoutTexts(request.line())) : request.text();
        const shown = redaction.text(text);
        const pending = file.append(
          shown === text ? text : redaction.line(JSON.parse(text) as object),
        );
        if (pending !== undefined) await pending;
      }
    }
  } finally {
    await file.close();
  }
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

/** The log as a manifest would name it; its problems are the log's, not a document's. */
function manifestFor({ format, files, log, tags, folds, name }: ImportOptions): Promise<Manifest> {
  const source = {
    path: files,
    format,
    cost_unit: log.costUnit,
    usage_basis: log.usageBasis,
    latency_parts: log.latencyParts,
  };
  const document = {
    dataset: name,
    kind: "log",
    source,
    ...(tags && { record: { tags } }),
    ...(!folds && { log: { fold: "none" } }),
  };
  return manifestOf(parseDocument(MANIFEST_FILE, JSON.stringify(document)));
}

function manifestName({ name }: ImportOptions): string {
  return `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}.dataset.yaml`;
}

/** Parts of a record stand in every line by name: the manifest only says that they are there. */
function manifestText(
  { name, storeText, files, format }: ImportOptions,
  { parts }: OpenImport,
): string {
  const tags = parts.tags.map((tag) => `${JSON.stringify(tag)}: ${JSON.stringify(`tags.${tag}`)}`);
  const record = [
    ...(parts.group ? ["  group: group"] : []),
    ...(parts.owner ? ["  owner: owner"] : []),
    ...(tags.length > 0 ? [`  tags: {${tags.join(", ")}}`] : []),
  ];
  const what = files.length === 1 ? "a log" : `${files.length} files`;
  const without = storeText === "none" ? ", without prompts and answers" : "";
  return [
    `# Imported from ${what} of the format ${format}${without}; see import.json.`,
    `dataset: ${JSON.stringify(name)}`,
    "kind: log",
    "source: {path: records.jsonl, format: routeproof}",
    ...(record.length > 0 ? ["record:", ...record] : []),
    "",
  ].join("\n");
}

function refuseFull(out: string): void {
  try {
    if (!existsSync(out) || readdirSync(out).length === 0) return;
  } catch (cause) {
    throw notWritable(out, cause);
  }
  throw new HarnessError("invalid-input", `-o ${out}: the folder is not empty`, {
    hint: "name a new folder: what is there is never written over",
  });
}

function notWritable(out: string, cause: unknown): HarnessError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError("invalid-input", `-o ${out}: ${why}`, {
    cause,
    hint: "name a folder that can be written",
  });
}

function nothingRead(
  { files }: ImportOptions,
  rejected: number,
  first: RejectedRow | undefined,
): HarnessError {
  if (first === undefined) {
    const message = `${files.join(", ")}: holds no model call`;
    return new HarnessError("invalid-input", message, { hint: "is it a log of this format?" });
  }
  const { file, line, column, reason } = first;
  const what = column === undefined ? "" : `column "${column}": `;
  const message = `none of ${rejected} rows could be read; the first: ${file}:${line}: ${what}${reason}`;
  const hint = startsWithList(file)
    ? `a line holds one object, and this file is one list: jq -c '.[]' ${file} > lines.jsonl`
    : "is it a log of this format?";
  return new HarnessError("invalid-input", message, { hint });
}

/** Whether a plain file begins as a JSON list does, as exports over an API often are. */
function startsWithList(path: string): boolean {
  const bytes = Buffer.alloc(64);
  const file = openSync(path, "r");
  try {
    return /^\uFEFF?\s*\[/.test(bytes.toString("utf8", 0, readSync(file, bytes)));
  } finally {
    closeSync(file);
  }
}
