import { HarnessError } from "../../core/harness-error.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import type { LogSettings } from "../manifest.ts";
import { recordIntake } from "../record-intake.ts";
import { askedSchema } from "../asked-schema.ts";
import type { Selection } from "../selection.ts";
import type { ScanSetup, TableScan } from "../table-scan.ts";
import { textIndex } from "../text-index.ts";
import { fieldMap } from "./field-map.ts";
import type { LogRequest } from "./log-request.ts";
import { logRequests, type LogRequests } from "./log-requests.ts";
import { foldRuleOf } from "./fold-rule.ts";
import { logFormats } from "./formats.ts";
import { fromLogLine } from "./from-log-line.ts";
import type { LogFormat } from "./log-format.ts";
import { LogTally } from "./log-tally.ts";
import { readLogFiles, type ReadLog } from "./read-log-files.ts";
import type { Manifest } from "../manifest.ts";

/**
 * How many requests are handed over at once: they are large, and more of them would outlive the
 * engine's young generation, whose survivors are kept until all is collected.
 */
const BATCH_REQUESTS = 16;

/** Checks a request log: its rows are read once, and what was set aside of them is replayed. */
export async function scanLog(setup: ScanSetup, settings: LogSettings): Promise<TableScan> {
  const { manifest, lists, rejections, notices } = setup;
  const tally = new LogTally();
  const format = formatOf(manifest, settings);
  const reading = { manifest, settings, format, lists, rejections, notices, tally };
  // Alone: what a thread leaves in memory stays there, beside the replay.
  const log = await readLogFiles(reading, () => undefined);
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

const noTags: ReplayRecord["tags"] = {};

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
  const readsTags = setup.options.filters.length > 0;
  for (const batch of requests.read()) {
    for (const request of batch) {
      const id = request.id();
      if (ids.add(id) < 0) {
        // A number of its own all the same: the records are counted as they are read.
        ids.add(`${id}\0${ids.size}`);
        intake.skip();
        await rejections.reject({
          file: manifest.dataFiles[request.file] ?? "",
          line: request.row,
          column: undefined,
          reason: `the id ${JSON.stringify(id)} is an earlier request's`,
        });
        continue;
      }
      tally.request(request);
      const tags = (readsTags ? request.line().tags : undefined) ?? noTags;
      intake.take({ id, tags }, request.isExcluded);
    }
  }
  requests.checkingDone();
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
  for (let number = 0; number < requests.count; number += 1) {
    const ordinal = selection.ordinalOf(number);
    if (ordinal === -1) continue;
    const request = requests.at(number);
    batch.push(fromLogLine(request.line(), ordinal, sourceOf(files, request), schema));
    if (batch.length < BATCH_REQUESTS) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function sourceOf(
  files: readonly string[],
  { file, row }: Pick<LogRequest, "file" | "row">,
): string {
  return `${files[file] ?? ""}:${row}`;
}
