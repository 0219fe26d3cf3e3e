import { LONGEST_ROW_BYTES } from "./table-row.ts";

const LINE_FEED = 0x0a;

export interface TextLine {
  /** From 1. */
  readonly line: number;
  /** Absent: longer than may be held in memory. */
  readonly text: string | undefined;
}

/** The lines of a text that arrives in pieces, in batches of what one piece completes. */
export async function* textLines(
  chunks: AsyncIterable<Buffer>,
  longestBytes: number = LONGEST_ROW_BYTES,
): AsyncGenerator<readonly TextLine[]> {
  let line = 1;
  /** The start of a line whose end has not arrived, and its length so far. */
  let pieces: Buffer[] = [];
  let bytes = 0;
  const completed = (rest: Buffer): TextLine => {
    const isTooLong = bytes + rest.length > longestBytes;
    const whole = pieces.length === 0 ? rest : Buffer.concat([...pieces, rest]);
    const text = isTooLong ? undefined : whole.toString("utf8");
    pieces = [];
    bytes = 0;
    return { line, text };
  };
  for await (const chunk of chunks) {
    const lines: TextLine[] = [];
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, start)) {
      lines.push(completed(chunk.subarray(start, at)));
      line += 1;
      start = at + 1;
    }
    bytes += chunk.length - start;
    if (bytes > longestBytes) pieces = [];
    else if (start < chunk.length) pieces.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (bytes > 0) yield [completed(Buffer.alloc(0))];
}
