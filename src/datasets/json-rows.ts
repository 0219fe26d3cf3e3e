import { isJsonObject, type JsonObject, type JsonValue } from "../core/json.ts";
import { textLines } from "./json-lines.ts";
import { LONGEST_ROW_SHOWN, type Cell, type TableRow } from "./table-row.ts";

/** The rows of a JSONL text: of each object the values that the paths lead to. */
export async function* jsonRows(
  chunks: AsyncIterable<Buffer>,
  paths: readonly JsonPath[],
  seen: SeenPaths,
): AsyncGenerator<readonly TableRow[]> {
  for await (const lines of textLines(chunks)) {
    const rows: TableRow[] = [];
    for (const { line, text } of lines) {
      if (text === undefined) {
        const because = `the line is longer than ${LONGEST_ROW_SHOWN}`;
        rows.push({ kind: "unreadable", line, because });
      } else if (!isBlank(text)) rows.push(rowOf(text, line, paths, seen));
    }
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

export interface JsonPath {
  /** As written: an own key of exactly this name goes first. */
  readonly name: string;
  readonly steps: readonly string[];
}

export function jsonPath(name: string): JsonPath {
  return { name, steps: name.split(".") };
}

function isBlank(text: string): boolean {
  return text.length < 100 && text.trim() === "";
}

function rowOf(text: string, line: number, paths: readonly JsonPath[], seen: SeenPaths): TableRow {
  const row = parseLine(text);
  if (typeof row === "string") return { kind: "unreadable", line, because: row };
  if (seen.rowsNamed < MOST_ROWS_NAMED) {
    seen.rowsNamed += 1;
    addNames(seen.names, row, "", DEEPEST_NAME);
  }
  const cells: Cell[] = [];
  for (const [index, path] of paths.entries()) {
    const cell = valueAt(row, path);
    if (cell !== undefined) seen.isSeen[index] = 1;
    cells.push(cell === null ? undefined : cell);
  }
  return { kind: "cells", line, cells };
}

function addNames(names: Set<string>, row: JsonObject, before: string, levels: number): void {
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

function valueAt(row: JsonObject, { name, steps }: JsonPath): Cell {
  if (Object.hasOwn(row, name)) return row[name];
  let value: Cell = row;
  for (const step of steps) {
    if (Array.isArray(value)) {
      value = /^\d+$/.test(step) ? (value as readonly JsonValue[])[Number(step)] : undefined;
    } else if (isJsonObject(value) && Object.hasOwn(value, step)) value = value[step];
    else return undefined;
  }
  return value;
}

/** The object on a line, or why there is none; whole numbers too long for a double stay text. */
function parseLine(text: string): JsonObject | string {
  try {
    const value: unknown = /\d{16}/.test(text)
      ? JSON.parse(text, keepLongNumber)
      : JSON.parse(text);
    return isJsonObject(value as JsonValue) ? (value as JsonObject) : "is not a JSON object";
  } catch (error) {
    // The engine's message quotes the line, which may be somebody's prompt: only its place is kept.
    if (error instanceof RangeError) return "is nested too deeply";
    const at = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    return at === undefined ? "is not JSON" : `is not JSON from character ${Number(at) + 1} on`;
  }
}

function keepLongNumber(
  _key: string,
  value: unknown,
  context?: { readonly source?: string },
): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? source : value;
}
