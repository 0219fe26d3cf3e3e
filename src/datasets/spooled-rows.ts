import { HarnessError } from "../core/harness-error.ts";
import { countColumn } from "./growing-column.ts";
import { fragmentReader, fragmentText, parseFragment, type Fragment } from "./row-fragment.ts";
import { openSpool, type Spool } from "./spool.ts";
import type { TableRow } from "./table-row.ts";
import type { ScanSetup } from "./table-scan.ts";
import { textIndex, type TextIndex } from "./text-index.ts";

/** A group of records is closed once the rows that opened its records take this many characters. */
const GROUP_CHARS = 512 * 1024;
const MOST_ROUTES = 1000;

/** All rows of one record, in the order they were read; there is at least the first. */
export interface RecordRows {
  readonly number: number;
  readonly first: Fragment;
  readonly fragments: readonly Fragment[];
}

/** The readable rows of all tables, set aside by record. */
export interface SpooledRows {
  readonly ids: TextIndex;
  /** Data rows, readable or not. */
  readonly rows: number;
  /** In the order of their names. */
  readonly routes: readonly string[];
  /** Of the files, in the order they are named. */
  readonly hashes: readonly string[];
  /** In the order in which records first appeared. */
  records(): AsyncIterable<RecordRows>;
  readonly close: () => Promise<void>;
}

/** Reads every table once and sets its rows aside by record. */
export async function spoolRows(setup: ScanSetup): Promise<SpooledRows> {
  const spool = await openSpool();
  try {
    return await spoolTables(setup, spool);
  } catch (error) {
    await spool.close();
    throw error;
  }
}

async function spoolTables(setup: ScanSetup, spool: Spool): Promise<SpooledRows> {
  const { rejections, tables } = setup;
  const ids = textIndex();
  const groups = recordGroups();
  const routes = new Set<string>();
  const hashes: string[] = [];
  let rows = 0;
  for (const [file, table] of tables.entries()) {
    const readFragment = fragmentReader(setup, table, file);
    const reading = table.read();
    let rowNumber = 0;
    for await (const batch of reading.batches) {
      for (const row of batch) {
        rowNumber += 1;
        const fragment =
          row.kind === "cells" ? readFragment(row.cells, row.line, rowNumber) : undefined;
        const pending =
          fragment === undefined
            ? rejectRow(setup, table.path, row)
            : keep(fragment, ids, groups, spool);
        if (pending !== undefined) await pending;
        if (fragment?.route !== undefined) addRoute(routes, fragment.route, table.path);
      }
      if (rejections.isFull) break;
    }
    rows += rowNumber;
    hashes.push(reading.sha256());
  }
  return {
    ids,
    rows,
    routes: [...routes].sort(),
    hashes,
    records: () => recordRows(ids, groups, spool),
    close: spool.close,
  };
}

function rejectRow({ rejections }: ScanSetup, file: string, row: TableRow): void | Promise<void> {
  const { line } = row;
  if (row.kind === "cells") return rejections.rejectForFaults(file, line);
  return rejections.reject({ file, line, column: undefined, reason: row.because });
}

function keep(
  fragment: Fragment,
  ids: TextIndex,
  groups: RecordGroups,
  spool: Spool,
): void | Promise<void> {
  const known = ids.add(fragment.id);
  const number = known < 0 ? -1 - known : known;
  const text = fragmentText(fragment);
  if (known >= 0) groups.open(number, text.length);
  return spool.append(groups.of(number), text);
}

function addRoute(routes: Set<string>, route: string, file: string): void {
  if (routes.size < MOST_ROUTES || routes.has(route)) {
    routes.add(route);
    return;
  }
  const message = `${file}: more than ${MOST_ROUTES} different routes`;
  const hint = "does outcome.route name the right column?";
  throw new HarnessError("invalid-input", message, { hint });
}

async function* recordRows(
  ids: TextIndex,
  groups: RecordGroups,
  spool: Spool,
): AsyncGenerator<RecordRows> {
  for (let group = 0; group < groups.count(); group += 1) {
    const texts = await spool.read(group);
    const byNumber = Map.groupBy(texts.map(parseFragment), ({ id }) => ids.find(id) ?? -1);
    // Groups hold ranges of record numbers, and a group's rows open its records in order.
    for (const [number, fragments] of byNumber) {
      const [first] = fragments;
      if (first !== undefined) yield { number, first, fragments };
    }
  }
}

/** Ranges of record numbers whose rows fit in memory together. */
interface RecordGroups {
  /** Places a new record by the size of the row that opens it. */
  open(number: number, chars: number): void;
  of(number: number): number;
  count(): number;
}

function recordGroups(): RecordGroups {
  /** The first record number of each group. */
  const starts = countColumn();
  let chars = 0;
  return {
    open: (number, opened) => {
      if (starts.length === 0 || chars >= GROUP_CHARS) {
        starts.push(number);
        chars = 0;
      }
      chars += opened;
    },
    of: (number) => {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >>> 1;
        if (starts.at(middle) <= number) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    count: () => starts.length,
  };
}
