import type { Problem } from "../../core/problem.ts";
import type { LoadedList } from "../exclusion.ts";
import type { Manifest } from "../manifest.ts";
import type { TableFile } from "../table-file.ts";
import { pathsNeverSeen, wantedColumns } from "../wanted-columns.ts";
import { callIds, type CallIds } from "./call-ids.ts";
import { openEventSpool, type EventSpool } from "./event-spool.ts";
import { logIntake, type IntakeSetup } from "./log-intake.ts";
import { isCsvName } from "./log-rows.ts";
import { readStretchedFile } from "./stretches/read-stretched-file.ts";
import { readWholeFile, type LogReader } from "./read-whole-file.ts";
import { rowPartsReader, type RowPartsReader } from "./row-parts.ts";
import type { SharedStretch } from "./stretches/shared-stretches.ts";

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

/** What reading a log needs. */
export interface LogSetup extends IntakeSetup {
  readonly manifest: Manifest;
  readonly lists: readonly LoadedList[];
}

/** The stretches of a file, in order; undefined: it is read whole. */
export type StretchesOf = (path: string) => AsyncIterable<SharedStretch> | undefined;

/** Reads every row of a log once. */
export async function readLogFiles(setup: LogSetup, stretchesOf: StretchesOf): Promise<ReadLog> {
  const spool = openEventSpool();
  const ids = callIds();
  try {
    const read = await readFiles(setup, stretchesOf, spool, ids);
    spool.seal();
    return read;
  } catch (error) {
    spool.close();
    throw error;
  } finally {
    ids.free();
  }
}

async function readFiles(
  setup: LogSetup,
  stretchesOf: StretchesOf,
  spool: EventSpool,
  ids: CallIds,
): Promise<ReadLog> {
  const { manifest, settings, rejections } = setup;
  const parts = rowPartsReader(manifest, setup.lists);
  const intake = logIntake(setup, parts, ids, spool);
  const reader: LogReader = { ...setup, parts, intake };
  const hashes: string[] = [];
  for (const [file, path] of manifest.dataFiles.entries()) {
    const stretches = stretchesOf(path);
    const isCsv = settings.format === "csv" || (settings.format !== "jsonl" && isCsvName(path));
    const reading =
      stretches === undefined
        ? readWholeFile(reader, { path, file }, isCsv)
        : readStretchedFile(reader, { path, file }, stretches);
    hashes.push(await reading);
  }
  const problems = rejections.isFull ? [] : neverSeen(manifest, parts, intake.names);
  return { spool, hashes, problems, seenColumns: parts.seen() };
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
