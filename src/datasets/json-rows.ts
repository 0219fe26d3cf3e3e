import { isJsonObject, type JsonObject } from "../core/json.ts";
import { isBlank, parseLine } from "./json-line.ts";
import { textLines, type TextLine } from "./json-lines.ts";
import { valueAt, type JsonPath } from "./json-path.ts";
import type { Cell, TableRow } from "./table-row.ts";

/** The rows of a JSONL text: of each object the values that the paths lead to. */
export async function* jsonRows(
  chunks: AsyncIterable<Buffer>,
  paths: readonly JsonPath[],
  seen: SeenPaths,
): AsyncGenerator<readonly TableRow[]> {
  for await (const lines of textLines(chunks)) {
    const rows: TableRow[] = [];
    for (const line of lines) if (!isBlank(line)) rows.push(rowOf(line, paths, seen));
    if (rows.length > 0) yield rows;
  }
}

/** Which paths led anywhere so far, and the paths that the first rows do have. */
export interface SeenPaths {
  readonly isSeen: Uint8Array;
  readonly names: Set<string>;
  rowsNamed: number;
}

export function nothingSeen(paths: number): SeenPaths {
  return { isSeen: new Uint8Array(paths), names: new Set(), rowsNamed: 0 };
}

const MOST_ROWS_NAMED = 100;
const MOST_NAMES = 1000;
const LONGEST_NAME = 100;
const DEEPEST_NAME = 4;

function rowOf(textLine: TextLine, paths: readonly JsonPath[], seen: SeenPaths): TableRow {
  const { line } = textLine;
  const row = parseLine(textLine);
  if (typeof row === "string") return { kind: "unreadable", line, because: row };
  if (seen.rowsNamed < MOST_ROWS_NAMED) {
    seen.rowsNamed += 1;
    addNames(seen.names, row);
  }
  const cells: Cell[] = [];
  for (const [index, path] of paths.entries()) {
    const cell = valueAt(row, path);
    if (cell !== undefined) seen.isSeen[index] = 1;
    cells.push(cell === null ? undefined : cell);
  }
  return { kind: "cells", line, cells };
}

/** Adds the paths that a row has, down to a few levels, for hints at what was meant. */
export function addNames(
  names: Set<string>,
  row: JsonObject,
  before = "",
  levels: number = DEEPEST_NAME,
): void {
  for (const key of Object.keys(row)) {
    const name = `${before}${key}`;
    if (names.size >= MOST_NAMES) return;
    if (name.length > LONGEST_NAME) continue;
    names.add(name);
    const value = row[key];
    if (levels > 1 && value !== undefined && isJsonObject(value)) {
      addNames(names, value, `${name}.`, levels - 1);
    }
  }
}
