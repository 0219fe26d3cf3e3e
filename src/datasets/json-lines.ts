import { hasLongDigits } from "./long-digits.ts";
import { LONGEST_ROW_BYTES } from "./table-row.ts";

const LINE_FEED = 0x0a;

export interface TextLine {
  /** From 1. */
  readonly line: number;
  /** Absent: longer than may be held in memory. */
  readonly text: string | undefined;
  /** Whether a number of 16 digits or more may be in it. */
  readonly isLongDigitsPossible: boolean;
}

/** The lines of a text that arrives in pieces, in batches of what one piece completes. */
export async function* textLines(
  chunks: AsyncIterable<Buffer>,
  longestBytes: number = LONGEST_ROW_BYTES,
): AsyncGenerator<readonly TextLine[]> {
  let line = 0;
  /** The start of a line whose end has not arrived, and its length so far. */
  let pieces: Buffer[] = [];
  let bytes = 0;
  const completed = (rest: Buffer): TextLine => {
    const isTooLong = bytes + rest.length > longestBytes;
    const whole = pieces.length === 0 ? rest : Buffer.concat([...pieces, rest]);
    const text = isTooLong ? undefined : whole.toString("utf8");
    pieces = [];
    bytes = 0;
    return { line: (line += 1), text, isLongDigitsPossible: true };
  };
  for await (const chunk of chunks) {
    const first = chunk.indexOf(LINE_FEED);
    const last = first === -1 ? -1 : chunk.lastIndexOf(LINE_FEED);
    const lines: TextLine[] = [];
    if (first !== -1) lines.push(completed(chunk.subarray(0, first)));
    if (last > first) {
      const whole = chunk.subarray(first + 1, last);
      const isLongDigitsPossible = hasLongDigits(whole);
      const mayBeTooLong = whole.length > longestBytes;
      // Decoded at once and cut as text: line by line that takes half as long again.
      for (const text of whole.toString("utf8").split("\n")) {
        const isTooLong = mayBeTooLong && Buffer.byteLength(text) > longestBytes;
        line += 1;
        lines.push({ line, text: isTooLong ? undefined : text, isLongDigitsPossible });
      }
    }
    const rest = last + 1;
    bytes += chunk.length - rest;
    if (bytes > longestBytes) pieces = [];
    else if (rest < chunk.length) pieces.push(chunk.subarray(rest));
    if (lines.length > 0) yield lines;
  }
  if (bytes > 0) yield [completed(Buffer.alloc(0))];
}
