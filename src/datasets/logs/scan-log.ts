import { HarnessError } from "../../core/harness-error.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { LogSettings } from "../manifest.ts";
import { recordIntake } from "../record-intake.ts";
import { askedSchema } from "../scoring-specs.ts";
import type { Selection } from "../selection.ts";
import { BATCH_RECORDS, type ScanSetup, type TableScan } from "../table-scan.ts";
import { textIndex } from "../text-index.ts";
import { fieldMap } from "./field-map.ts";
import { logRequests, type LogRequest, type LogRequests } from "./log-requests.ts";
import { foldRuleOf } from "./fold-rule.ts";
import { logFormats } from "./formats.ts";
import { fromLogLine } from "./from-log-line.ts";
import type { LogFormat } from "./log-format.ts";
import { LogTally } from "./log-tally.ts";
import type { ReadLog } from "./read-log-files.ts";
import { readLog } from "./read-log.ts";
import type { Manifest } from "../manifest.ts";

/** Checks a request log: its rows are read once, and what was set aside of them is replayed. */
export async function scanLog(setup: ScanSetup, settings: LogSettings): Promise<TableScan> {
  const { manifest, lists, rejections, notices } = setup;
  const tally = new LogTally();
  const format = formatOf(manifest, settings);
  const log = await readLog({ manifest, settings, format, lists, rejections, notices, tally });
  try {
    return await checkFolded(setup, settings, log, tally);
  } catch (error) {
    log.spool.close();
    throw error;
  }
}

/** What reads the rows: a format of the table, or the manifest's own map of fields. */
export function formatOf(manifest: Manifest, { format: name }: LogSettings): LogFormat {
  if (name === "csv" || name === "jsonl") return fieldMap(manifest);
  const format = logFormats[name];
  if (format === undefined) throw new HarnessError("bug", `no log format ${name}`);
  return format;
}

async function checkFolded(
  setup: ScanSetup,
  settings: LogSettings,
  log: ReadLog,
  tally: LogTally,
): Promise<TableScan> {
  const { manifest, rejections } = setup;
  const requests = logRequests(log.spool, foldRuleOf(settings));
  tally.folded(requests);
  const ids = textIndex();
  const intake = recordIntake(ids, setup.options);
  for (const batch of requests.read()) {
    for (const request of batch) {
      const record = fromLogLine(request.line(), 0, "", undefined);
      if (ids.add(record.id) < 0) {
        // A number of its own all the same: the records are counted as they are read.
        ids.add(`${record.id}\0${ids.size}`);
        intake.skip();
        await rejections.reject({
          file: manifest.dataFiles[request.file] ?? "",
          line: request.row,
          column: undefined,
          reason: `the id ${JSON.stringify(record.id)} is an earlier request's`,
        });
        continue;
      }
      tally.request(request);
      intake.take(record, request.isExcluded);
    }
  }
  return {
    ids,
    intake,
    rows: tally.lines,
    routes: [],
    warnings: [],
    hashes: log.hashes,
    problems: log.problems,
    log: tally.summary(settings.format),
    read: (selection) => readAgain(setup, requests, selection),
    forgetIds: ids.free,
    close: async () => {
      ids.free();
      requests.close();
    },
  };
}

async function* readAgain(
  { manifest }: ScanSetup,
  requests: LogRequests,
  selection: Selection,
): AsyncGenerator<readonly ReplayRecord[]> {
  const schema = askedSchema(manifest.scoring);
  const files = manifest.dataFiles;
  let batch: ReplayRecord[] = [];
  let number = -1;
  for (const some of requests.read()) {
    for (const request of some) {
      number += 1;
      const ordinal = selection.ordinalOf(number);
      if (ordinal === -1) continue;
      const source = sourceOf(files, request);
      batch.push(fromLogLine(request.line(), ordinal, source, schema));
      if (batch.length < BATCH_RECORDS) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function sourceOf(files: readonly string[], { file, row }: LogRequest): string {
  return `${files[file] ?? ""}:${row}`;
}
