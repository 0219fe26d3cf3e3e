import { createReadStream } from "node:fs";

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1 << 20;

/** The bytes of a line without its newline, and where in the file they begin. */
export interface WholeLine {
  readonly offset: number;
  readonly bytes: Buffer;
}

/** Every line of a file that ends in a newline; what follows the last of them is torn. */
export async function* wholeLines(path: string): AsyncGenerator<WholeLine> {
  for await (const lines of batchesOfLines(path)) yield* lines;
}

/** The same, as many lines at a time as are read at once. */
export async function* batchesOfLines(path: string): AsyncGenerator<readonly WholeLine[]> {
  let rest: Buffer[] = [];
  let offset = 0;
  const chunks = createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    const lines: WholeLine[] = [];
    let start = 0;
    for (;;) {
      const newline = chunk.indexOf(NEWLINE, start);
      if (newline < 0) break;
      const end = chunk.subarray(start, newline);
      const bytes = rest.length === 0 ? end : Buffer.concat([...rest, end]);
      rest = [];
      lines.push({ offset, bytes });
      offset += bytes.length + 1;
      start = newline + 1;
    }
    if (start < chunk.length) rest.push(chunk.subarray(start));
    yield lines;
  }
}
