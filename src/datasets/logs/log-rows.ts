import type { JsonObject, JsonValue } from "../../core/json.ts";
import { openBytes } from "../byte-source.ts";
import { isBlank, parseLine } from "../json-line.ts";
import { textLines, type TextLine } from "../json-lines.ts";
import { openTable } from "../table-file.ts";
import type { Cell } from "../table-row.ts";

/** A row of a log's file, named by the physical line it starts on. */
export type LogRow =
  | { readonly kind: "object"; readonly line: number; readonly row: JsonObject }
  | { readonly kind: "unreadable"; readonly line: number; readonly because: string };

export interface LogRows {
  /** Each row is read when its turn comes: what is not held need not be moved about. */
  readonly batches: AsyncIterable<Iterable<LogRow>>;
  /** Of the file's bytes; only once every batch was read. */
  readonly sha256: () => string;
}

/** The rows of a file, CSV by its name or as `isCsv` says, else one JSON object a line. */
export async function logRows(path: string, isCsv: boolean): Promise<LogRows> {
  return isCsv ? csvObjects(path) : jsonObjects(path);
}

/** Whether a file is a table by its name. */
export function isCsvName(path: string): boolean {
  return /\.csv(\.gz)?$/i.test(path);
}

function jsonObjects(path: string): LogRows {
  const source = openBytes(path);
  return { batches: objectsIn(source.chunks), sha256: source.sha256 };
}

async function* objectsIn(chunks: AsyncIterable<Buffer>): AsyncGenerator<Iterable<LogRow>> {
  for await (const lines of textLines(chunks)) yield objectsOf(lines);
}

function* objectsOf(lines: readonly TextLine[]): Generator<LogRow> {
  for (const line of lines) if (!isBlank(line)) yield objectOf(line);
}

/** The row on a line. */
export function objectOf(textLine: TextLine): LogRow {
  const { line } = textLine;
  const row = parseLine(textLine);
  return typeof row === "string"
    ? { kind: "unreadable", line, because: row }
    : { kind: "object", line, row };
}

async function csvObjects(path: string): Promise<LogRows> {
  const table = await openTable(path, "csv", []);
  const { batches, sha256 } = table.read();
  return { batches: zipped(batches, table.columns), sha256 };
}

async function* zipped(
  batches: ReturnType<Awaited<ReturnType<typeof openTable>>["read"]>["batches"],
  columns: readonly string[],
): AsyncGenerator<readonly LogRow[]> {
  for await (const batch of batches) {
    yield batch.map((row) =>
      row.kind === "cells"
        ? { kind: "object", line: row.line, row: withColumns(row.cells, columns) }
        : row,
    );
  }
}

/** Of a table an empty cell is nothing. */
function withColumns(cells: readonly Cell[], columns: readonly string[]): JsonObject {
  const row: Record<string, JsonValue> = {};
  for (const [index, column] of columns.entries()) {
    const cell = cells[index];
    // Defined, not assigned: a column may be called __proto__.
    const value = cell === undefined || cell === "" ? null : cell;
    Object.defineProperty(row, column, { value, enumerable: true });
  }
  return row;
}
