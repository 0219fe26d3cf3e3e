import type { JsonObject } from "../../core/json.ts";
import { jsonPath, valueAt } from "../json-path.ts";
import type { LogSettings } from "../manifest.ts";
import type { Notices } from "../read-record.ts";
import type { RowRejections } from "../row-rejections.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogFormat, LogReading } from "./log-format.ts";
import { pendingEvent, type WrittenEvent } from "./pending-event.ts";
import { textIn } from "./row-fields.ts";
import type { RowPartsReader } from "./row-parts.ts";

/** What a row tells of, in its order; where the row has a fault, no further than the fault. */
export type RowReader = (row: JsonObject, file: number, line: number) => readonly WrittenEvent[];

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

export function rowReader(setup: RowSetup, parts: RowPartsReader): RowReader {
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
  const readRow = (row: JsonObject, file: number, line: number): readonly WrittenEvent[] => {
    format.read(row, reading);
    if (format.fields.size > 0) {
      for (const name in row) if (!format.fields.has(name)) tally.unmapped.add(name);
    }
    const pending: WrittenEvent[] = [];
    for (const event of events) {
      if (rejections.hasFault()) return pending;
      const read = parts.read(event.row, context);
      const foldKey = (by && textIn(valueAt(event.row, by) ?? undefined)) ?? event.foldKey;
      const isCounted = event.kind === "call" && format.sharesIds !== true;
      const id = isCounted ? (read.id ?? event.id) : undefined;
      const place = { file, line, sharesId: format.sharesIds === true };
      pending.push(pendingEvent(event, read, { id, foldKey }, settings, place));
    }
    return pending;
  };
  return (row, file, line) => {
    events = [];
    try {
      return readRow(row, file, line);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      fault("row", "is nested too deeply");
      return [];
    }
  };
}
