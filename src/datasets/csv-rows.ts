import { once } from "node:events";
import { CsvError, parse, type Parser } from "csv-parse";
import { invalidInput, type HarnessError } from "../core/harness-error.ts";
import { openQuotePlace } from "./open-quote.ts";
import { LONGEST_ROW_BYTES, LONGEST_ROW_SHOWN, type TableRow } from "./table-row.ts";

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/** What the parser says with each row; only its line count is used. */
interface ParserInfo {
  readonly lines: number;
}

/** The rows of a CSV text, the header first, in batches of what one piece of it holds. */
export async function* csvRows(
  file: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<readonly TableRow[]> {
  let reader: CsvReader | undefined;
  for await (const chunk of chunks) {
    reader ??= csvReader(file, endsLinesWithReturns(chunk));
    await reader.write(chunk);
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
  if (reader === undefined) return;
  await reader.end();
  yield reader.take();
}

interface CsvReader {
  write(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
  /** The rows that were completed since the last call. */
  take(): readonly TableRow[];
}

function csvReader(file: string, hasReturnLines: boolean): CsvReader {
  let rows: TableRow[] = [];
  let width = -1;
  const lines = lineCounter(hasReturnLines);
  const parser: Parser = parse({
    // Both line ends in one file are one kind of line end.
    record_delimiter: hasReturnLines ? ["\r\n", "\n", "\r"] : ["\n", "\r\n"],
    // Checked below: a row of another width is a row error, not the end of the file.
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
    // Rows are taken here, not from the stream: the line count belongs to this very row.
    on_record: (cells: string[], { lines: endLine }: ParserInfo) => {
      const line = lines.startOf(cells, endLine);
      if (width === -1) width = cells.length;
      if (cells.length === width) rows.push({ kind: "cells", line, cells });
      else {
        const because = `has ${cells.length} cells, the header has ${width}`;
        rows.push({ kind: "unreadable", line, because });
      }
      return null;
    },
  });
  parser.resume();
  let failure: Promise<HarnessError> | undefined;
  const fail = (error: unknown): void => {
    failure ??= csvFailure(file, error, lines.lastEnd());
  };
  parser.on("error", fail);
  return {
    write: async (chunk) => {
      await new Promise<void>((resolve) => {
        parser.write(chunk, (error) => {
          if (error) fail(error);
          resolve();
        });
      });
      if (failure !== undefined) throw await failure;
    },
    end: async () => {
      const ended = once(parser, "end").catch(() => undefined);
      parser.end();
      await ended;
      if (failure !== undefined) throw await failure;
    },
    take: () => {
      const taken = rows;
      rows = [];
      return taken;
    },
  };
}

interface LineCounter {
  /** The physical line that a row starts on, from the parser's count at its end. */
  startOf(cells: readonly string[], endLine: number): number;
  lastEnd(): number;
}

/**
 * The parser counts a quoted CRLF twice, and a quoted lone CR as a line; rows that fit on one line,
 * which is nearly all, are known by the count having moved by one.
 */
function lineCounter(hasReturnLines: boolean): LineCounter {
  let parserEnd = 0;
  let overcounted = 0;
  return {
    startOf: (cells, endLine) => {
      const isOneLine = endLine === parserEnd + 1;
      parserEnd = endLine;
      if (isOneLine) return endLine - overcounted;
      let within = 0;
      for (const cell of cells) {
        overcounted += occurrences(cell, hasReturnLines ? "\r\n" : "\r");
        within += occurrences(cell, "\n");
        if (hasReturnLines) within += occurrences(cell, "\r") - occurrences(cell, "\r\n");
      }
      return endLine - overcounted - within;
    },
    lastEnd: () => parserEnd - overcounted,
  };
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
    count += 1;
  }
  return count;
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

async function csvFailure(file: string, error: unknown, lastEnd: number): Promise<HarnessError> {
  if (!(error instanceof CsvError)) throw error;
  const around = { file, line: lastEnd + 1, column: undefined };
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED": {
      const place = await openQuotePlace(file);
      const message = "a quote is opened here and never closed";
      return invalidInput(file, [{ ...around, ...place, message, hint: undefined }]);
    }
    case "CSV_MAX_RECORD_SIZE": {
      const message = `a row that starts here is longer than ${LONGEST_ROW_SHOWN}`;
      return invalidInput(file, [{ ...around, message, hint: "is a quote left open?" }]);
    }
    default: {
      const message = "a quote stands where none may: in this row or just above";
      const hint = "put the whole cell in quotes and double the quotes inside it";
      return invalidInput(file, [{ ...around, message, hint }]);
    }
  }
}
