import { open } from "node:fs/promises";

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

/**
 * The same, as many lines at a time as are read at once. One buffer serves for all of the file: the
 * bytes of a line are to be used before the next lines are asked for.
 */
export async function* batchesOfLines(path: string): AsyncGenerator<readonly WholeLine[]> {
  const file = await open(path);
  try {
    let room = Buffer.allocUnsafe(CHUNK_BYTES);
    /** Bytes at its front of a line whose end was not read yet, and where in the file they begin. */
    let [held, offset] = [0, 0];
    for (;;) {
      if (held === room.length) room = Buffer.concat([room], 2 * room.length);
      const { bytesRead } = await file.read(room, held, room.length - held);
      if (bytesRead === 0) return;
      const bytes = room.subarray(0, held + bytesRead);
      const lines: WholeLine[] = [];
      let start = 0;
      let newline = bytes.indexOf(NEWLINE, held);
      while (newline >= 0) {
        lines.push({ offset: offset + start, bytes: bytes.subarray(start, newline) });
        start = newline + 1;
        newline = bytes.indexOf(NEWLINE, start);
      }
      yield lines;
      bytes.copyWithin(0, start);
      held = bytes.length - start;
      offset += start;
    }
  } finally {
    await file.close();
  }
}
