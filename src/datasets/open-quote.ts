import { openBytes } from "./byte-source.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Where the quote stands that a CSV file opens and never closes; reads the file once more. */
export async function openQuotePlace(
  file: string,
): Promise<{ readonly line: number; readonly column: number }> {
  let line = 1;
  let column = 1;
  let place = { line, column };
  let isQuoted = false;
  let isCellStart = true;
  for await (const chunk of openBytes(file).chunks) {
    for (const byte of chunk) {
      if (byte === QUOTE) {
        // A doubled quote closes and opens again: the place of the first one is kept.
        const reopens = !isQuoted && !isCellStart;
        if (!isQuoted && !reopens) place = { line, column };
        isQuoted = !isQuoted;
        isCellStart = false;
      } else if (!isQuoted) {
        isCellStart = byte === COMMA || byte === LINE_FEED || byte === CARRIAGE_RETURN;
      }
      if (byte === LINE_FEED) {
        line += 1;
        column = 1;
      } else if ((byte & 0xc0) !== 0x80) column += 1;
    }
  }
  return place;
}
