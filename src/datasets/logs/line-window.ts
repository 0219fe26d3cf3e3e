import { readSync } from "node:fs";

/** Bytes of a file, the last one not included. */
export interface LinePlace {
  readonly from: number;
  readonly to: number;
}

/** The bytes of a line; to be used before the next one is asked for. */
export type LineWindow = (place: LinePlace) => Buffer;

/**
 * Reads lines of a file by their places: whoever reads on in order finds the next ones in memory; a
 * line out of order, or far ahead, is read alone and costs no more than itself.
 */
export function lineWindow(descriptor: number, windowBytes: number): LineWindow {
  // One buffer for all: a new one for each window leaves the process hundreds of them.
  let room = Buffer.allocUnsafe(windowBytes);
  let window: Buffer | undefined;
  let windowAt = 0;
  return ({ from, to }) => {
    const end = windowAt + (window?.length ?? 0);
    if (window !== undefined && from >= windowAt && to <= end) {
      return window.subarray(from - windowAt, to - windowAt);
    }
    const isNext = from >= end && from < end + windowBytes;
    if (window !== undefined && !isNext && from !== 0) {
      const bytes = Buffer.allocUnsafe(to - from);
      readSync(descriptor, bytes, 0, bytes.length, from);
      return bytes;
    }
    if (to - from > room.length) room = Buffer.allocUnsafe(to - from);
    window = room.subarray(0, readSync(descriptor, room, 0, room.length, from));
    windowAt = from;
    return window.subarray(0, to - from);
  };
}
