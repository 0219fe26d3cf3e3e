import { isUtf8 } from "node:buffer";
import { readSync } from "node:fs";
import { textLines, type TextLine } from "../../json-lines.ts";
import { foreignEncoding } from "../../utf8-check.ts";

/** The lines of a file that start between two of its bytes. */
export interface Stretch {
  readonly from: number;
  /** Not included. */
  readonly to: number;
  /** Of the whole file. */
  readonly size: number;
}

/** The whole lines of a stretch, as they lie on disk. */
export interface StretchBytes {
  /** What was read; it may be used again for another stretch. */
  readonly room: SharedArrayBuffer;
  /** Where the lines stand in it. */
  readonly start: number;
  readonly end: number;
  /** Where they stand in the file. */
  readonly position: number;
}

/** Lines rarely end further than this after the end of their stretch. */
export const OVERHANG_BYTES: number = 64 * 1024;
/**
 * Each stretch that a line runs through is read on to the end of it: of one that is much longer
 * that is many times the line, in time and in memory.
 */
const LONGEST_LINE_BYTES = 2 * 1024 * 1024;
/** What one thread that reads a whole file works on at once. */
const PIECE_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a stretch. Undefined: it is no plain text, or not as long as it was, or a line is longer
 * than is worth it; whoever reads the file from its start says what is wrong with it, if anything.
 */
export function readStretch(
  descriptor: number,
  stretch: Stretch,
  spare: SharedArrayBuffer | undefined,
): StretchBytes | undefined {
  const { from, to, size } = stretch;
  // One byte before: whether a line starts at the first one is for that byte to say.
  const at = Math.max(0, from - 1);
  let room = spare ?? new SharedArrayBuffer(to - at + OVERHANG_BYTES);
  let filled = 0;
  for (;;) {
    const wanted = Math.min(room.byteLength, size - at);
    const bytes = new Uint8Array(room);
    while (filled < wanted) {
      const count = readSync(descriptor, bytes, filled, wanted - filled, at + filled);
      if (count === 0) return undefined;
      filled += count;
    }
    const isWhole = at + filled === size;
    const read = Buffer.from(room, 0, filled);
    const start = from === 0 ? 0 : lineAfter(read, 0);
    const end = to >= size ? filled : lineAfter(read, to - 1 - at);
    if (start !== undefined && end !== undefined)
      return checked({ room, start, end, position: at + start });
    if (isWhole) {
      // The last line goes on to the end of the file; it may have started before this stretch.
      return checked({
        room,
        start: start ?? filled,
        end: filled,
        position: at + (start ?? filled),
      });
    }
    if (room.byteLength > LONGEST_LINE_BYTES) return undefined;
    const larger = new SharedArrayBuffer(2 * room.byteLength);
    new Uint8Array(larger).set(bytes);
    room = larger;
  }
}

/** A file that cannot be opened or read: whoever reads it whole says why. */
export function notPlain(error: unknown): undefined {
  if (error instanceof Error && "syscall" in error) return undefined;
  throw error;
}

function checked(bytes: StretchBytes): StretchBytes | undefined {
  const text = linesIn(bytes);
  if (!isUtf8(text)) return undefined;
  return bytes.position === 0 && foreignEncoding(text) !== undefined ? undefined : bytes;
}

/** The bytes of the lines. */
export function linesIn({ room, start, end }: StretchBytes): Buffer {
  return Buffer.from(room, start, end - start);
}

/**
 * The lines of a stretch, numbered from 1, in batches. `pieceEnded` is told whenever the file has
 * come to the end of a piece that one thread would have worked on at once.
 */
export function stretchLines(
  bytes: StretchBytes,
  pieceEnded: () => void,
): AsyncIterable<readonly TextLine[]> {
  return textLines(piecesOf(bytes, pieceEnded));
}

// Not async for anything that it waits for: lines are cut from pieces that arrive.
async function* piecesOf(bytes: StretchBytes, pieceEnded: () => void): AsyncGenerator<Buffer> {
  const text = linesIn(bytes);
  const hasMark = bytes.position === 0 && text.subarray(0, 3).equals(BYTE_ORDER_MARK);
  let at = hasMark ? BYTE_ORDER_MARK.length : 0;
  while (at < text.length) {
    const left = PIECE_BYTES - ((bytes.position + at) % PIECE_BYTES);
    const to = Math.min(at + left, text.length);
    yield text.subarray(at, to);
    // Its lines were taken by now.
    if (to - at === left) pieceEnded();
    at = to;
  }
}

/** Where the line starts that follows the one at `place`; undefined: not within these bytes. */
function lineAfter(bytes: Buffer, place: number): number | undefined {
  const feed = bytes.indexOf(LINE_FEED, place);
  return feed === -1 ? undefined : feed + 1;
}
