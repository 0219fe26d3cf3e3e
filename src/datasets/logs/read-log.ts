import type { LoggedAttempt } from "../../core/logged-request.ts";
import type { Problem } from "../../core/problem.ts";
import { hash53 } from "../../core/seed.ts";
import type { LoadedList } from "../exclusion.ts";
import { addNames } from "../json-rows.ts";
import type { LogSettings, Manifest } from "../manifest.ts";
import type { Notices } from "../read-record.ts";
import { shown } from "../read-cell.ts";
import type { RowRejections } from "../row-rejections.ts";
import type { TableFile } from "../table-file.ts";
import { pathsNeverSeen, wantedColumns } from "../wanted-columns.ts";
import { callIds } from "./call-ids.ts";
import type { CostOf } from "./cost-of-call.ts";
import type { EventHeader } from "./event-columns.ts";
import { openEventSpool, type EventSpool } from "./event-spool.ts";
import { loggedAttempt } from "./from-log-line.ts";
import type { LogLine } from "./log-line.ts";
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
  /** Absent: costs are not recomputed. */
  readonly costOf?: CostOf;
}

/** The rows of a log, read and set aside by request. */
export interface ReadLog {
  readonly spool: EventSpool;
  /** Of each file, in the order they are named. */
  readonly hashes: readonly string[];
  /** Columns of the manifest that no row had. */
  readonly problems: readonly Problem[];
  /** Columns of the manifest or of the format's defaults that some row had. */
  readonly seenColumns: ReadonlySet<string>;
}

/** An event of the row at hand, ready to be set aside once the whole row is known to be sound. */
interface Pending {
  readonly foldKey: string;
  readonly header: EventHeader;
  readonly text: string;
}

/** Reads every row of a log once. */
export async function readLog(setup: LogSetup): Promise<ReadLog> {
  const spool = openEventSpool();
  try {
    const read = await readFiles(setup, spool);
    spool.seal();
    return read;
  } catch (error) {
    spool.close();
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
        const pending = unlessTooDeep(() => reader(row.row, file, row.line));
        if (rejections.hasFault()) {
          const done = rejections.rejectForFaults(path, row.line);
          if (done !== undefined) await done;
          continue;
        }
        if (pending === undefined) {
          const reason = "is nested too deeply";
          await rejections.reject({ file: path, line: row.line, column: undefined, reason });
          continue;
        }
        for (const { foldKey, header, text } of pending) spool.append(foldKey, header, text);
      }
      if (rejections.isFull) break;
    }
    hashes.push(sha256());
  }
  const problems = rejections.isFull ? [] : neverSeen(manifest, parts, names);
  return { spool, hashes, problems, seenColumns: parts.seen() };
}

const ROWS_NAMED = 100;

/** What reading a row gives; absent: it is nested more deeply than can be walked through. */
function unlessTooDeep<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

type RowReader = (row: LogRowObject, file: number, line: number) => readonly Pending[];
type LogRowObject = Parameters<LogFormat["read"]>[0];

/** Reads one row; what it counts, it counts only where the row has no fault. */
function rowReader(setup: LogSetup, parts: RowPartsReader): RowReader {
  const { settings, format, rejections, notices, tally, costOf } = setup;
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
  const readRow = (row: LogRowObject, file: number, line: number): readonly Pending[] => {
    format.read(row, reading);
    if (format.fields.size > 0) {
      for (const name in row) if (!format.fields.has(name)) tally.unmapped.add(name);
    }
    const pending: Pending[] = [];
    for (const event of events) {
      if (rejections.hasFault()) return pending;
      const read = parts.read(event.row, context);
      const foldKey = (by && textIn(valueAt(event.row, by) ?? undefined)) ?? event.foldKey;
      const id = event.kind === "call" ? (read.id ?? event.id) : "";
      let sharesId = format.sharesIds === true;
      if (event.kind === "call" && !sharesId) {
        const known = seen.add(id, foldKey, event.startMs);
        if (known === "twice") fault("id", `the call ${shown(id)} stands twice`);
        sharesId = known === "shares";
      }
      const place = { file, line, sharesId };
      pending.push(pendingOf(event, read, foldKey, settings, place));
    }
    return pending;
  };
  return (row, file, line) => {
    events = [];
    let pending: readonly Pending[] = [];
    try {
      pending = readRow(row, file, line);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      fault("row", "is nested too deeply");
    }
    if (rejections.hasFault()) return [];
    for (const event of events) {
      for (const attempt of attemptsIn(event)) {
        tally.attempt(attempt, attempt.route ?? attempt.servedModel ?? attempt.requestedModel);
        if (costOf !== undefined) recompute(attempt, startOf(event), costOf, tally);
      }
    }
    return pending;
  };
}

function attemptsIn(event: LogEvent): readonly LoggedAttempt[] {
  if (event.kind === "call") return [event.attempt];
  if (event.kind !== "record") return noAttempts;
  return event.line.attempts.map(loggedAttempt).filter(({ result }) => result.kind !== "unseen");
}

const noAttempts: readonly LoggedAttempt[] = [];

function startOf(event: LogEvent): number | undefined {
  if (event.kind === "record") return event.line.at_ms;
  return event.kind === "call" || event.kind === "request" ? event.startMs : undefined;
}

function recompute(
  attempt: LoggedAttempt,
  atMs: number | undefined,
  costOf: CostOf,
  tally: LogTally,
): void {
  const { nanoUsd, isKnownModel } = costOf(attempt, atMs);
  tally.recomputed(attempt, nanoUsd, isKnownModel);
}

function pendingOf(
  event: LogEvent,
  parts: RowParts,
  foldKey: string,
  settings: LogSettings,
  place: Pick<EventHeader, "file" | "line" | "sharesId">,
): Pending {
  const logLine = toLogLine(event, parts, settings.routes);
  const timed = event.kind === "call" || event.kind === "request";
  const header = {
    kind: kindOf(event, parts),
    startMs: timed ? (event.startMs ?? parts.arrivedAtMs) : undefined,
    endMs: event.kind === "call" ? event.endMs : undefined,
    arrivedAtMs: logLine.at_ms,
    response: event.kind === "call" ? hashOf(event.responseId) : undefined,
    chain: event.kind === "call" ? hashOf(event.chain) : undefined,
    unseen: logLine.attempts.filter(({ unseen }) => unseen === true).length,
    folded: event.kind === "record" ? foldedIn(logLine) : 0,
    isRedacted: logLine.redacted === true,
    isExcluded: parts.isExcluded === true,
    promptHash: promptHash(logLine),
    hasFailed: logLine.attempts.at(-1)?.error !== undefined,
    ...place,
  };
  return { foldKey, header, text: JSON.stringify(logLine) };
}

function promptHash({ messages }: LogLine): number {
  return messages === undefined ? 0 : hash53(JSON.stringify(messages)) || 1;
}

/** Of a call that another row asked for, only the answer stands here. */
function kindOf(event: LogEvent, parts: RowParts): EventHeader["kind"] {
  if (event.kind === "record") return "call";
  if (event.kind !== "call") return event.kind;
  return event.input === undefined && parts.messages === undefined ? "answer" : "call";
}

function foldedIn({ attempts }: LogLine): number {
  return Math.max(0, attempts.filter(({ unseen }) => unseen !== true).length - 1);
}

function hashOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : hash53(text);
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
