import type { Problem } from "../../core/problem.ts";
import type { LoadedList } from "../exclusion.ts";
import { addNames } from "../json-rows.ts";
import type { LogSettings, Manifest } from "../manifest.ts";
import type { Notices } from "../read-record.ts";
import type { RowRejections } from "../row-rejections.ts";
import type { TableFile } from "../table-file.ts";
import { pathsNeverSeen, wantedColumns } from "../wanted-columns.ts";
import { callIds } from "./call-ids.ts";
import { openEventSpool, type EventHeader, type EventSpool } from "./event-spool.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { isCsvName, logRows } from "./log-rows.ts";
import type { LogTally } from "./log-tally.ts";
import { rowPartsReader, type RowParts, type RowPartsReader } from "./row-parts.ts";
import { textIn } from "./row-fields.ts";
import { jsonPath, valueAt } from "../json-path.ts";
import { toLogLine } from "./to-log-line.ts";

/** What reading a log needs. */
export interface LogSetup {
  readonly manifest: Manifest;
  readonly settings: LogSettings;
  readonly format: LogFormat;
  readonly lists: readonly LoadedList[];
  readonly rejections: RowRejections;
  readonly notices: Notices;
  readonly tally: LogTally;
}

/** The rows of a log, read and set aside by request. */
export interface ReadLog {
  readonly spool: EventSpool;
  /** Of each file, in the order they are named. */
  readonly hashes: readonly string[];
  /** Columns of the manifest that no row had. */
  readonly problems: readonly Problem[];
}

/** An event of the row at hand, ready to be set aside once the whole row is known to be sound. */
interface Pending {
  readonly foldKey: string;
  readonly header: EventHeader;
  readonly text: string;
}

/** Reads every row of a log once. */
export async function readLog(setup: LogSetup): Promise<ReadLog> {
  const spool = await openEventSpool();
  try {
    const read = await readFiles(setup, spool);
    spool.seal();
    return read;
  } catch (error) {
    await spool.close();
    throw error;
  }
}

async function readFiles(setup: LogSetup, spool: EventSpool): Promise<ReadLog> {
  const { manifest, settings, rejections, tally } = setup;
  const parts = rowPartsReader(manifest, setup.lists);
  const reader = rowReader(setup, parts);
  const names = new Set<string>();
  const hashes: string[] = [];
  let namedRows = 0;
  for (const [file, path] of manifest.dataFiles.entries()) {
    const isCsv = settings.format === "csv" || (settings.format !== "jsonl" && isCsvName(path));
    const { batches, sha256 } = await logRows(path, isCsv);
    for await (const batch of batches) {
      for (const row of batch) {
        tally.lines += 1;
        if (row.kind === "unreadable") {
          const { line, because: reason } = row;
          await rejections.reject({ file: path, line, column: undefined, reason });
          continue;
        }
        if (namedRows < ROWS_NAMED) {
          namedRows += 1;
          addNames(names, row.row);
        }
        const pending = reader(row.row, file, row.line);
        if (rejections.hasFault()) {
          const done = rejections.rejectForFaults(path, row.line);
          if (done !== undefined) await done;
          continue;
        }
        for (const { foldKey, header, text } of pending) {
          const done = spool.append(foldKey, header, text);
          if (done !== undefined) await done;
        }
      }
      if (rejections.isFull) break;
    }
    hashes.push(sha256());
  }
  const problems = rejections.isFull ? [] : neverSeen(manifest, parts, names);
  return { spool, hashes, problems };
}

const ROWS_NAMED = 100;

type RowReader = (row: LogRowObject, file: number, line: number) => readonly Pending[];
type LogRowObject = Parameters<LogFormat["read"]>[0];

/** Reads one row; what it counts, it counts only where the row has no fault. */
function rowReader(setup: LogSetup, parts: RowPartsReader): RowReader {
  const { settings, format, rejections, notices, tally } = setup;
  const { fault } = rejections;
  const context = { fault, notices };
  const seen = callIds();
  const by =
    settings.fold.kind === "failures" && settings.fold.by !== undefined
      ? jsonPath(settings.fold.by)
      : undefined;
  let events: LogEvent[] = [];
  const reading: LogReading = {
    options: settings.options,
    emit: (event) => events.push(event),
    fault,
    lacksZone: () => {
      notices.timesWithoutZone += 1;
    },
    unmapped: (path) => {
      tally.unmapped.add(path);
    },
    skip: (kind) => {
      tally.skipped.add(kind);
    },
  };
  return (row, file, line) => {
    events = [];
    format.read(row, reading);
    if (format.fields.size > 0) {
      for (const name in row) if (!format.fields.has(name)) tally.unmapped.add(name);
    }
    const pending: Pending[] = [];
    for (const event of events) {
      if (rejections.hasFault()) return pending;
      const read = parts.read(event.row, context);
      const foldKey = (by && textIn(valueAt(event.row, by) ?? undefined)) ?? event.foldKey;
      const id = event.kind === "verdict" ? "" : (read.id ?? event.id);
      if (event.kind === "call" && !format.sharesIds && !seen.add(id, foldKey, event.startMs)) {
        fault("id", `the call ${JSON.stringify(id.slice(0, 100))} stands twice`);
      }
      pending.push(pendingOf(event, read, foldKey, settings, file, line));
    }
    if (rejections.hasFault()) return pending;
    for (const event of events) {
      if (event.kind !== "call") continue;
      const { attempt } = event;
      tally.attempt(attempt, attempt.route ?? attempt.servedModel ?? attempt.requestedModel);
    }
    return pending;
  };
}

function pendingOf(
  event: LogEvent,
  parts: RowParts,
  foldKey: string,
  settings: LogSettings,
  file: number,
  line: number,
): Pending {
  const logLine = toLogLine(event, parts, settings.routes);
  const isCall = event.kind === "call";
  const saysInput = isCall && (event.input !== undefined || parts.messages !== undefined);
  return {
    foldKey,
    header: {
      kind: isCall && !saysInput ? "answer" : event.kind,
      startMs: event.kind === "verdict" ? undefined : (event.startMs ?? parts.arrivedAtMs),
      endMs: isCall ? event.endMs : undefined,
      arrivedAtMs: logLine.at_ms,
      unseen: isCall
        ? event.unseenBefore.length + (event.attempt.result.kind === "unseen" ? 1 : 0)
        : 0,
      isRedacted: logLine.redacted === true,
      isExcluded: parts.isExcluded === true,
      file,
      line,
    },
    text: JSON.stringify(logLine),
  };
}

function neverSeen(
  manifest: Manifest,
  parts: RowPartsReader,
  names: ReadonlySet<string>,
): readonly Problem[] {
  if (names.size === 0) return [];
  const tables = manifest.dataFiles.map(
    (path): Pick<TableFile, "path" | "columns" | "neverSeen"> => ({
      path,
      columns: [...names],
      neverSeen: parts.neverSeen,
    }),
  );
  return pathsNeverSeen(manifest, wantedColumns(manifest), tables);
}
