import type { LoggedAttempt } from "../../core/logged-request.ts";
import { addNames } from "../json-rows.ts";
import type { RowRejections } from "../row-rejections.ts";
import { shown, type Fault } from "../read-cell.ts";
import type { CallIds } from "./call-ids.ts";
import type { CostOf } from "./cost-of-call.ts";
import type { EventSpool } from "./event-spool.ts";
import type { LogRow } from "./log-rows.ts";
import type { LogTally } from "./log-tally.ts";
import type { PendingEvent } from "./pending-event.ts";
import type { RowPartsReader } from "./row-parts.ts";
import { rowReader, type RowSetup } from "./row-reader.ts";

/** What taking rows in needs. */
export interface IntakeSetup extends RowSetup {
  readonly rejections: RowRejections;
  readonly tally: LogTally;
  /** Absent: costs are not recomputed. */
  readonly costOf?: CostOf;
}

/** A file of the log, and which of the manifest's it is. */
export interface LogFile {
  readonly path: string;
  readonly file: number;
}

/** Where the rows of a log arrive, one after the other: what depends on the rows before is here. */
export interface LogIntake {
  /** Reads a row, and rejects it or sets aside what it tells of; to be waited for. */
  row(row: LogRow, from: LogFile): void | Promise<void>;
  /** The same of a row that another thread has read and found sound. */
  readRow(events: readonly PendingEvent[], line: number, from: LogFile): void | Promise<void>;
  /** Whether paths are still gathered that rows have. */
  readonly wantsNames: boolean;
  /** The paths that the first rows have. */
  readonly names: ReadonlySet<string>;
}

const ROWS_NAMED = 100;

export function logIntake(
  setup: IntakeSetup,
  parts: RowPartsReader,
  ids: CallIds,
  spool: EventSpool,
): LogIntake {
  const { rejections, tally } = setup;
  const reader = rowReader(setup, parts);
  const names = new Set<string>();
  let namedRows = 0;
  const take = (
    events: readonly PendingEvent[],
    line: number,
    path: string,
  ): void | Promise<void> => {
    // Of a row with a fault too: another one with the same call is its copy all the same.
    const found = amongOthers(events, ids, rejections.fault);
    if (rejections.hasFault()) return rejections.rejectForFaults(path, line);
    for (const event of found) {
      for (const attempt of event.attempts) count(attempt, event.madeAtMs, setup);
      spool.append(event);
    }
  };
  return {
    names,
    get wantsNames() {
      return namedRows < ROWS_NAMED;
    },
    row: (row, { path, file }) => {
      tally.lines += 1;
      const { line } = row;
      if (row.kind === "unreadable") {
        return rejections.reject({ file: path, line, column: undefined, reason: row.because });
      }
      if (namedRows < ROWS_NAMED) {
        namedRows += 1;
        addNames(names, row.row);
      }
      return take(reader(row.row, file, line), line, path);
    },
    readRow: (events, line, { path }) => {
      tally.lines += 1;
      return take(events, line, path);
    },
  };
}

/** The events with what the calls before them make of them; it ends at one that stands twice. */
function amongOthers(
  events: readonly PendingEvent[],
  ids: CallIds,
  fault: Fault,
): readonly PendingEvent[] {
  const found: PendingEvent[] = [];
  for (const event of events) {
    const { id, foldKey, madeAtMs, header } = event;
    const known = id === undefined ? "new" : ids.add(id, foldKey, madeAtMs);
    if (known === "twice") {
      fault("id", `the call ${shown(id)} stands twice`);
      break;
    }
    found.push(known === "new" ? event : { ...event, header: { ...header, sharesId: true } });
  }
  return found;
}

function count(
  attempt: LoggedAttempt,
  madeAtMs: number | undefined,
  { tally, costOf }: IntakeSetup,
): void {
  tally.attempt(attempt, attempt.route ?? attempt.servedModel ?? attempt.requestedModel);
  if (costOf === undefined) return;
  const { nanoUsd, isKnownModel } = costOf(attempt, madeAtMs);
  tally.recomputed(attempt, nanoUsd, isKnownModel);
}
