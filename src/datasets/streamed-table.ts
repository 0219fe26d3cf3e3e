import { stat } from "node:fs/promises";
import { HarnessError } from "../core/harness-error.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import { isExcluded } from "./exclusion.ts";
import { countColumn, type GrowingColumn } from "./growing-column.ts";
import { readWide } from "./read-outcome.ts";
import { readId, readRecord, type RowContext } from "./read-record.ts";
import { recordIntake } from "./record-intake.ts";
import { planRecord, type RecordPlan } from "./record-plan.ts";
import { incompleteReason } from "./joined-record.ts";
import type { RowRejections } from "./row-rejections.ts";
import type { Selection } from "./selection.ts";
import type { TableFile } from "./table-file.ts";
import type { TableRow } from "./table-row.ts";
import { BATCH_RECORDS, type ScanSetup, type TableScan } from "./table-scan.ts";
import { textIndex, type TextIndex } from "./text-index.ts";
import { positionIn } from "./wanted-columns.ts";

/** Checks a single table whose rows are whole records: it is streamed now, and again to replay. */
export async function scanStreamedTable(setup: ScanSetup, table: TableFile): Promise<TableScan> {
  const { rejections } = setup;
  const plan = planRecord(setup.manifest, (column) => positionIn(setup.wanted, table, column));
  const ids = textIndex();
  const intake = recordIntake(ids, setup.options);
  const lines = countColumn();
  /** Numbers of data rows, from 1, that could not be read: the second pass leaves them out too. */
  const unreadable = countColumn();
  const context: RowContext = { fault: rejections.fault, notices: setup.notices };
  const stamp = await fileStamp(table.path);
  const reading = table.read();
  let rows = 0;
  for await (const batch of reading.batches) {
    for (const row of batch) {
      rows += 1;
      const record = recordOf(plan, row, rows, table.path, 0, context);
      if (record === undefined || rejections.hasFault()) {
        unreadable.push(rows);
        const done = rejectRow(rejections, table.path, row);
        if (done !== undefined) await done;
        continue;
      }
      const number = ids.add(record.id);
      if (number < 0) {
        const firstLine = lines.at(-1 - number);
        rejections.addProblem(duplicate(table.path, row.line, firstLine, record.id));
        continue;
      }
      lines.push(row.line);
      intake.take(record, row.kind === "cells" && isExcluded(plan, row.cells, setup.lists));
    }
    if (rejections.isFull) break;
  }
  const sha256 = reading.sha256();
  const again = { table, plan, ids, unreadable, sha256, stamp, rows };
  return {
    ids,
    intake,
    rows,
    routes: plan.wide.map(({ route }) => route),
    warnings: [],
    hashes: [sha256],
    read: (selection) => readAgain(again, selection),
    close: async () => undefined,
  };
}

function recordOf(
  plan: RecordPlan,
  row: TableRow,
  rowNumber: number,
  file: string,
  ordinal: number,
  context: RowContext,
): ReplayRecord | undefined {
  if (row.kind === "unreadable") return undefined;
  const { cells, line } = row;
  const id = plan.isRowNumber ? String(rowNumber) : readId(plan.id, cells, context.fault);
  if (id === undefined) return undefined;
  const { isCsv, minScore, isRecorded: needsVerdict } = plan;
  const outcomes = readWide(plan, cells, { isCsv, minScore, needsVerdict, fault: context.fault });
  const identity = { ordinal, id, source: `${file}:${line}`, outcomes };
  const record = readRecord(plan, cells, identity, context);
  const because = incompleteReason(plan, record);
  if (because !== undefined) context.fault(because.column, because.reason);
  return record;
}

function rejectRow(rejections: RowRejections, file: string, row: TableRow): void | Promise<void> {
  if (row.kind === "cells") return rejections.rejectForFaults(file, row.line);
  return rejections.reject({ file, line: row.line, column: undefined, reason: row.because });
}

function duplicate(file: string, line: number, firstLine: number, id: string) {
  const message = `the id ${JSON.stringify(id)} stands twice: here and on line ${firstLine}`;
  return { file, line, column: undefined, message, hint: undefined };
}

interface Again {
  readonly table: TableFile;
  readonly plan: RecordPlan;
  readonly ids: TextIndex;
  readonly unreadable: GrowingColumn;
  readonly sha256: string;
  readonly stamp: string;
  readonly rows: number;
}

async function* readAgain(
  { table, plan, ids, unreadable, sha256, stamp, rows }: Again,
  selection: Selection,
): AsyncGenerator<readonly ReplayRecord[]> {
  const { path } = table;
  let isFaulty = false;
  const context: RowContext = {
    fault: () => {
      isFaulty = true;
    },
    notices: { timesWithoutZone: 0, withoutExpected: 0, unmatchedTags: new Map() },
  };
  const isSameFile = (await fileStamp(path)) === stamp;
  const reading = table.read();
  let batch: ReplayRecord[] = [];
  let row = 0;
  let left = 0;
  let taken = 0;
  for await (const some of reading.batches) {
    for (const next of some) {
      row += 1;
      if (left < unreadable.length && unreadable.at(left) === row) {
        left += 1;
        continue;
      }
      const number = row - 1 - left;
      const ordinal = selection.ordinalOf(number);
      if (ordinal === -1) continue;
      const record = recordOf(plan, next, row, path, ordinal, context);
      if (record === undefined || isFaulty || !ids.holds(number, record.id)) throw changed(path);
      batch.push(record);
      taken += 1;
      if (batch.length === BATCH_RECORDS) {
        yield batch;
        batch = [];
      }
    }
    // Reading on would only prove what the file's own stamp already says.
    if (taken === selection.count && isSameFile && row < rows) break;
  }
  if (batch.length > 0) yield batch;
  if (taken === selection.count && isSameFile && row < rows) return;
  if (row !== rows || reading.sha256() !== sha256) throw changed(path);
}

function changed(path: string): HarnessError {
  const message = `${path}: its bytes changed while it was replayed`;
  return new HarnessError("incomplete", message, {
    hint: "run again on a file that stays as it is",
  });
}

async function fileStamp(path: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path);
  return `${ino}/${size}/${mtimeMs}`;
}
