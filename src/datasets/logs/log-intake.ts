import type { LoggedAttempt } from "../../core/logged-request.ts";
import { addNames } from "../json-rows.ts";
import type { RowRejections } from "../row-rejections.ts";
import { sharesId, type CallIds } from "./call-ids.ts";
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
  const reader = rowReader(setup, parts, ids);
  const names = new Set<string>();
  let namedRows = 0;
  const keep = (events: readonly PendingEvent[]): void => {
    for (const event of events) {
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
      const pending = reader(row.row, file, line);
      if (rejections.hasFault()) return rejections.rejectForFaults(path, line);
      return keep(pending);
    },
    readRow: (events, line, { path }) => {
      tally.lines += 1;
      const judged: PendingEvent[] = [];
      for (const event of events) {
        judged.push(withOthers(event, ids, rejections));
        if (rejections.hasFault()) return rejections.rejectForFaults(path, line);
      }
      return keep(judged);
    },
  };
}

/** The event, with whether its id is another's too. */
function withOthers(event: PendingEvent, ids: CallIds, { fault }: RowRejections): PendingEvent {
  const { id, foldKey, madeAtMs: startMs, header } = event;
  const isShared = id !== undefined && sharesId(ids, { id, foldKey, startMs }, fault);
  return isShared ? { ...event, header: { ...header, sharesId: true } } : event;
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
