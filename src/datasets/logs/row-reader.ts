import type { JsonObject } from "../../core/json.ts";
import type { LoggedAttempt } from "../../core/logged-request.ts";
import { jsonPath, valueAt } from "../json-path.ts";
import type { LogSettings } from "../manifest.ts";
import { shown } from "../read-cell.ts";
import type { Notices } from "../read-record.ts";
import type { RowRejections } from "../row-rejections.ts";
import type { CallIds } from "./call-ids.ts";
import type { CostOf } from "./cost-of-call.ts";
import { loggedAttempt } from "./from-log-line.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import type { LogTally } from "./log-tally.ts";
import { pendingEvent, type PendingEvent } from "./pending-event.ts";
import { textIn } from "./row-fields.ts";
import type { RowPartsReader } from "./row-parts.ts";

/** What a row tells of, in its order; nothing where the row has a fault. */
export type RowReader = (row: JsonObject, file: number, line: number) => readonly PendingEvent[];

/** What reading a row needs. */
export interface RowSetup {
  readonly settings: LogSettings;
  readonly format: LogFormat;
  readonly rejections: RowRejections;
  readonly notices: Notices;
  readonly tally: LogTally;
  /** Absent: costs are not recomputed. */
  readonly costOf?: CostOf;
}

/**
 * Reads one row; its calls are counted only where the row has no fault. `seen` knows the calls of
 * the rows before.
 */
export function rowReader(setup: RowSetup, parts: RowPartsReader, seen: CallIds): RowReader {
  const { settings, format, rejections, notices, tally, costOf } = setup;
  const { fault } = rejections;
  const context = { fault, notices };
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
  const readRow = (row: JsonObject, file: number, line: number): readonly PendingEvent[] => {
    format.read(row, reading);
    if (format.fields.size > 0) {
      for (const name in row) if (!format.fields.has(name)) tally.unmapped.add(name);
    }
    const pending: PendingEvent[] = [];
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
      pending.push(pendingEvent(event, read, foldKey, settings, place));
    }
    return pending;
  };
  return (row, file, line) => {
    events = [];
    let pending: readonly PendingEvent[] = [];
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
