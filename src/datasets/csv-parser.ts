import { once } from "node:events";
import { CsvError, parse, type Parser } from "csv-parse";
import { invalidInput, type HarnessError } from "../core/harness-error.ts";
import { openQuotePlace } from "./open-quote.ts";
import { LONGEST_ROW_BYTES, LONGEST_ROW_SHOWN } from "./table-row.ts";

/** What the parser says with each row; only its line count is used. */
interface ParserInfo {
  readonly lines: number;
}

/** Told of each row: the physical line it starts on, and its cells. */
export type TakeCells = (line: number, cells: readonly string[]) => void;

/**
 * What a text is made of: "plain" has no quote and no return at all; in the others cells may be
 * quoted, and lines end with LF or CRLF, "with returns" also with a lone CR.
 */
export type CsvKind = "plain" | "line feeds" | "with returns";

/** Reads CSV text of one kind, row by row, and says what is wrong with it. */
export interface CsvParser {
  write(chunk: Buffer): Promise<void>;
  end(): Promise<void>;
  /** Of the whole file, with those before this text; of use where this text ended with a line. */
  linesRead(): number;
}

/** Both line ends in one file are one kind of line end. */
const lineEnds: Readonly<Record<CsvKind, string[]>> = {
  plain: ["\n"],
  "line feeds": ["\n", "\r\n"],
  "with returns": ["\r\n", "\n", "\r"],
};

/** `linesBefore`: how many lines of the file come before this text. */
export function csvParser(
  file: string,
  kind: CsvKind,
  linesBefore: number,
  take: TakeCells,
): CsvParser {
  const lines = lineCounter(kind === "with returns", linesBefore);
  const parser: Parser = parse({
    record_delimiter: lineEnds[kind],
    ...(kind === "plain" && { quote: false, escape: false }),
    // Checked later: a row of another width is a row error, not the end of the file.
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW_BYTES,
    // Rows are taken here, not from the stream: the line count belongs to this very row.
    on_record: (cells: string[], { lines: endLine }: ParserInfo) => {
      take(lines.startOf(cells, endLine), cells);
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
    linesRead: () => linesBefore + parser.info.lines - 1,
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
function lineCounter(hasReturnLines: boolean, linesBefore: number): LineCounter {
  let parserEnd = 0;
  let overcounted = 0;
  return {
    startOf: (cells, endLine) => {
      const isOneLine = endLine === parserEnd + 1;
      parserEnd = endLine;
      if (isOneLine) return linesBefore + endLine - overcounted;
      let within = 0;
      for (const cell of cells) {
        overcounted += occurrences(cell, hasReturnLines ? "\r\n" : "\r");
        within += occurrences(cell, "\n");
        if (hasReturnLines) within += occurrences(cell, "\r") - occurrences(cell, "\r\n");
      }
      return linesBefore + endLine - overcounted - within;
    },
    lastEnd: () => linesBefore + parserEnd - overcounted,
  };
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + part.length)) {
    count += 1;
  }
  return count;
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
