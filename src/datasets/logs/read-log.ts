import type { Problem } from "../../core/problem.ts";
import type { LoadedList } from "../exclusion.ts";
import { addNames } from "../json-rows.ts";
import type { Manifest } from "../manifest.ts";
import type { TableFile } from "../table-file.ts";
import { pathsNeverSeen, wantedColumns } from "../wanted-columns.ts";
import { callIds, type CallIds } from "./call-ids.ts";
import { openEventSpool, type EventSpool } from "./event-spool.ts";
import { isCsvName, logRows } from "./log-rows.ts";
import { rowPartsReader, type RowPartsReader } from "./row-parts.ts";
import { rowReader, type RowSetup } from "./row-reader.ts";

/** What reading a log needs. */
export interface LogSetup extends RowSetup {
  readonly manifest: Manifest;
  readonly lists: readonly LoadedList[];
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

/** Reads every row of a log once. */
export async function readLog(setup: LogSetup): Promise<ReadLog> {
  const spool = openEventSpool();
  const ids = callIds();
  try {
    const read = await readFiles(setup, spool, ids);
    spool.seal();
    return read;
  } catch (error) {
    spool.close();
    throw error;
  } finally {
    ids.free();
  }
}

async function readFiles(setup: LogSetup, spool: EventSpool, ids: CallIds): Promise<ReadLog> {
  const { manifest, settings, rejections, tally } = setup;
  const parts = rowPartsReader(manifest, setup.lists);
  const reader = rowReader(setup, parts, ids);
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
        for (const event of pending) spool.append(event);
      }
      if (rejections.isFull) break;
    }
    hashes.push(sha256());
  }
  const problems = rejections.isFull ? [] : neverSeen(manifest, parts, names);
  return { spool, hashes, problems, seenColumns: parts.seen() };
}

const ROWS_NAMED = 100;

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
