import { csvParser, type CsvParser } from "./csv-parser.ts";
import type { TableRow } from "./table-row.ts";

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;

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
  for await (const chunk of chunks) {
    parser ??= csvParser(file, endsLinesWithReturns(chunk), take);
    await parser.write(chunk);
    if (rows.length > 0) yield rows;
    rows = [];
  }
  await parser?.end();
  if (rows.length > 0) yield rows;
}

/** Whether the first line, quoted text aside, ends with a lone CR: an old text file. */
function endsLinesWithReturns(chunk: Buffer): boolean {
  let isQuoted = false;
  for (const [index, byte] of chunk.entries()) {
    if (byte === QUOTE) isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (byte === LINE_FEED) return false;
    else if (byte === CARRIAGE_RETURN) return (chunk[index + 1] ?? LINE_FEED) !== LINE_FEED;
  }
  return false;
}
