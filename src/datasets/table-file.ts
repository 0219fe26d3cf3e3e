import { stat } from "node:fs/promises";
import { invalidInput } from "../core/harness-error.ts";
import { openBytes } from "./byte-source.ts";
import { csvRows } from "./csv-rows.ts";
import { jsonPath } from "./json-path.ts";
import { jsonRows, nothingSeen } from "./json-rows.ts";
import type { TableFormat } from "./manifest.ts";
import { rowsFromWorker } from "./rows-from-worker.ts";
import type { TableRow } from "./table-row.ts";

/** One reading of a data file from its start. */
export interface TableReading {
  readonly batches: AsyncIterable<readonly TableRow[]>;
  /** Of the file's bytes; only once every batch was read. */
  readonly sha256: () => string;
}

/** A data file whose columns are known. */
export interface TableFile {
  readonly path: string;
  /** The columns of a CSV file, or the paths in a JSONL file's first rows once they were read. */
  readonly columns: readonly string[];
  /** Where in a row's cells each wanted column stands; -1: the file has no such column. */
  readonly positions: readonly number[];
  /** Data rows, without the header. */
  read(): TableReading;
  /** Wanted columns, by index, that no row had; only once the file was read. */
  neverSeen(): readonly number[];
}

const MEGABYTE = 1024 * 1024;

/**
 * Looks at a data file's header, where it has one, and finds the wanted columns in it. A CSV file
 * of `workerFromBytes` or more is parsed by another thread; for less, starting one does not pay.
 */
export async function openTable(
  path: string,
  format: TableFormat,
  wanted: readonly string[],
  workerFromBytes: number = (path.endsWith(".gz") ? 1 : 8) * MEGABYTE,
): Promise<TableFile> {
  return format === "csv" ? openCsv(path, wanted, workerFromBytes) : openJson(path, wanted);
}

async function openCsv(
  path: string,
  wanted: readonly string[],
  workerFromBytes: number,
): Promise<TableFile> {
  const columns = await readHeader(path);
  const { size } = await stat(path);
  return {
    path,
    columns,
    positions: wanted.map((column) => columns.indexOf(column)),
    read: () => {
      const { batches, sha256 } = size < workerFromBytes ? rowsOf(path) : rowsFromWorker(path);
      return { batches: withoutHeader(batches), sha256 };
    },
    neverSeen: () => [],
  };
}

function rowsOf(path: string): TableReading {
  const source = openBytes(path);
  return { batches: csvRows(path, source.chunks), sha256: source.sha256 };
}

function openJson(path: string, wanted: readonly string[]): TableFile {
  const paths = wanted.map(jsonPath);
  const seen = nothingSeen(wanted.length);
  return {
    path,
    get columns() {
      return [...seen.names];
    },
    positions: wanted.map((_, index) => index),
    read: () => {
      const source = openBytes(path);
      return { batches: jsonRows(source.chunks, paths, seen), sha256: source.sha256 };
    },
    neverSeen: () => wanted.map((_, index) => index).filter((index) => !seen.isSeen[index]),
  };
}

async function readHeader(path: string): Promise<readonly string[]> {
  for await (const [header] of csvRows(path, openBytes(path).chunks)) {
    if (header?.kind !== "cells") continue;
    const columns = header.cells.map(String);
    refuseTwice(path, header.line, columns);
    return columns;
  }
  const message = "is empty: there is no header and no record";
  throw invalidInput(path, [{ file: path, line: 1, column: undefined, message, hint: undefined }]);
}

function refuseTwice(file: string, line: number, columns: readonly string[]): void {
  const problems = [...new Set(columns)]
    .filter((column) => column !== "")
    .map((column) => ({
      column,
      positions: columns.flatMap((name, index) => (name === column ? [index + 1] : [])),
    }))
    .filter(({ positions }) => positions.length > 1)
    .map(({ column, positions }) => ({
      file,
      line,
      column: undefined,
      message: `the column "${column}" stands more than once: at positions ${positions.join(", ")}`,
      hint: undefined,
    }));
  if (problems.length > 0) throw invalidInput(file, problems);
}

async function* withoutHeader(
  batches: AsyncIterable<readonly TableRow[]>,
): AsyncGenerator<readonly TableRow[]> {
  let isFirst = true;
  for await (const batch of batches) {
    yield isFirst ? batch.slice(1) : batch;
    isFirst = isFirst && batch.length === 0;
  }
}
