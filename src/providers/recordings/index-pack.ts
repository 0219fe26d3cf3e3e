import { fstatSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import { HarnessError } from "../../core/harness-error.ts";
import { HEAD_BYTES, readHead } from "./line-head.ts";
import { PackIndex } from "./pack-index.ts";

const readBytes = promisify(read);

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 0x0a;
const CLOSING_BRACE = 0x7d;
/** A length has to fit its place in the index; a text of more bytes could not be decoded anyway. */
const MOST_LINE_BYTES = 2 ** 29;

export interface IndexedPack {
  readonly index: PackIndex;
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
  /** Bytes of an unfinished last line; 0: none. */
  readonly tornBytes: number;
}

/**
 * Reads a pack once from end to end for where its lines begin, parsing none of them.
 * Throws `HarnessError` "storage" with file and line for a line that is no recording.
 */
export async function indexPack(path: string, descriptor: number): Promise<IndexedPack> {
  const index = new PackIndex();
  const { size } = fstatSync(descriptor);
  const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(1, size)));
  let lineStart = 0;
  for (let chunkStart = 0; chunkStart < size;) {
    const { bytesRead } = await readBytes(descriptor, chunk, 0, chunk.length, chunkStart);
    if (bytesRead === 0) break;
    const bytes = chunk.subarray(0, bytesRead);
    for (let from = 0; ;) {
      const newline = bytes.indexOf(NEWLINE, from);
      if (newline < 0) break;
      const length = chunkStart + newline - lineStart;
      const head =
        lineStart >= chunkStart
          ? readHead(bytes.subarray(from, newline))
          : readHead(bytesAt(descriptor, lineStart, Math.min(length, HEAD_BYTES)));
      const last = newline > 0 ? bytes[newline - 1] : bytesAt(descriptor, chunkStart - 1, 1)[0];
      if (head === undefined || last !== CLOSING_BRACE || length > MOST_LINE_BYTES) {
        throw damagedLine(path, index.count + 1);
      }
      index.add(head, {
        offset: lineStart,
        length,
        answerBytes: Math.min(head.answerBytes, length),
      });
      from = newline + 1;
      lineStart = chunkStart + from;
    }
    chunkStart += bytesRead;
  }
  return { index, wholeBytes: lineStart, tornBytes: size - lineStart };
}

/** `line` is 1-based. */
export function damagedLine(path: string, line: number, cause?: unknown): HarnessError {
  return new HarnessError("storage", `${path}:${line}: this recording is damaged`, {
    cause,
    hint: "nothing was changed; restore the file, or remove that line to record its call again",
  });
}

function bytesAt(descriptor: number, offset: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(descriptor, bytes, 0, length, offset);
  return bytes;
}
