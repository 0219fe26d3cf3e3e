import type { JsonObject } from "../../core/json.ts";
import { jsonPath, valueAt } from "../json-path.ts";
import type { LogSettings } from "../manifest.ts";
import type { Notices } from "../read-record.ts";
import type { RowRejections } from "../row-rejections.ts";
import { sharesId, type CallIds } from "./call-ids.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { madeAt, pendingEvent, type PendingEvent } from "./pending-event.ts";
import { textIn } from "./row-fields.ts";
import type { RowPartsReader } from "./row-parts.ts";

/** What a row tells of, in its order; nothing where the row has a fault. */
export type RowReader = (row: JsonObject, file: number, line: number) => readonly PendingEvent[];

/** What reading a row needs. */
export interface RowSetup {
  readonly settings: LogSettings;
  readonly format: LogFormat;
  readonly rejections: Pick<RowRejections, "fault" | "hasFault">;
  readonly notices: Notices;
  readonly tally: RowTally;
}

/** What is counted of a row whether or not it has a fault. */
export interface RowTally {
  /** Fields that are not read, by name or path. */
  readonly unmapped: { readonly add: (path: string) => void };
  /** What is no call, by what it is. */
  readonly skipped: { readonly add: (kind: string) => void };
}

/** Reads one row. `seen` knows the calls of the rows before. */
export function rowReader(
  setup: RowSetup,
  parts: RowPartsReader,
  seen: Pick<CallIds, "add">,
): RowReader {
  const { settings, format, rejections, notices, tally } = setup;
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
      const isCounted = event.kind === "call" && format.sharesIds !== true;
      const id = isCounted ? (read.id ?? event.id) : undefined;
      const isShared =
        id === undefined
          ? format.sharesIds === true
          : sharesId(seen, { id, foldKey, startMs: madeAt(event) }, fault);
      const place = { file, line, sharesId: isShared };
      pending.push(pendingEvent(event, read, { id, foldKey }, settings, place));
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
    return rejections.hasFault() ? [] : pending;
  };
}
