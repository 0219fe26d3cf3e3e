import { csvParser, type CsvParser } from "./csv-parser.ts";
import { csvStretches, endsLinesWithReturns } from "./csv-stretches.ts";
import type { TableRow } from "./table-row.ts";

/** The rows of a CSV text, the header first, in batches of what one piece of it completes. */
export async function* csvRows(
  file: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<readonly TableRow[]> {
  let rows: TableRow[] = [];
  let width = -1;
  const take = (line: number, cells: readonly string[]): void => {
    if (width === -1) width = cells.length;
    if (cells.length === width) rows.push({ kind: "cells", line, cells });
    else {
      const because = `has ${cells.length} cells, the header has ${width}`;
      rows.push({ kind: "unreadable", line, because });
    }
  };
  let parser: CsvParser | undefined;
  let isPlain = true;
  for await (const stretch of csvStretches(chunks)) {
    const { bytes } = stretch;
    if (parser === undefined) {
      const lineEnds = endsLinesWithReturns(bytes) ? "with returns" : "line feeds";
      parser = csvParser(file, stretch.isPlain ? "plain" : lineEnds, 0, take);
    } else if (isPlain && !stretch.isPlain) {
      await parser.end();
      parser = csvParser(file, "line feeds", parser.linesRead(), take);
    }
    isPlain = stretch.isPlain;
    await parser.write(bytes);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  await parser?.end();
  if (rows.length > 0) yield rows;
}
