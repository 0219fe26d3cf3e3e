import { closeSync, mkdtempSync, openSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgetName } from "../forget-name.ts";
import { numberColumn } from "../growing-column.ts";
import { temporaryFailure } from "../temporary-failure.ts";
import { lineWindow } from "./line-window.ts";

const HELD_BYTES = 1024 * 1024;
const READ_BYTES = 1024 * 1024;
const MOST_BYTES_A_CHAR = 3;
const LINE_FEED = 0x0a;

/**
 * Lines set aside on disk by their number, to be read in any order: in the order they were written
 * it costs next to nothing.
 */
export interface LineSpool {
  append(line: string): void;
  /** The same of a line that is UTF-8 already; its bytes are copied. */
  appendBytes(line: Uint8Array): void;
  readonly text: (number: number) => string;
  /** The same as UTF-8; to be used before the next line is asked for. */
  readonly bytes: (number: number) => Uint8Array;
  /** All lines from one to another as UTF-8, each with its line feed; the same holds for them. */
  readonly run: (first: number, last: number) => Uint8Array;
  /** How many bytes that would be. */
  readonly runLength: (first: number, last: number) => number;
  readonly flush: () => void;
  readonly close: () => void;
}

export function openLineSpool(): LineSpool {
  const { folder, descriptor } = newFile();
  /** Where each line starts. */
  const starts = numberColumn();
  let held = Buffer.allocUnsafe(2 * HELD_BYTES);
  let heldBytes = 0;
  let end = 0;
  const read = lineWindow(descriptor, READ_BYTES);

  const flush = (): void => {
    writeAll(descriptor, held.subarray(0, heldBytes));
    heldBytes = 0;
  };

  /** Where the line feed of a line ends. */
  const endOf = (number: number): number =>
    number + 1 < starts.length ? starts.at(number + 1) : end;

  const between = (from: number, to: number): Buffer => {
    if (heldBytes > 0) flush();
    return read({ from, to });
  };

  const bytes = (number: number): Buffer => between(starts.at(number), endOf(number) - 1);

  const makeRoom = (most: number): void => {
    if (heldBytes + most > held.length) flush();
    if (most > held.length) held = Buffer.allocUnsafe(2 * most);
  };

  const added = (written: number): void => {
    held[heldBytes + written] = LINE_FEED;
    starts.push(end);
    heldBytes += written + 1;
    end += written + 1;
    if (heldBytes >= HELD_BYTES) flush();
  };

  return {
    flush,
    append: (line) => {
      makeRoom(line.length * MOST_BYTES_A_CHAR + 1);
      added(held.write(line, heldBytes, "utf8"));
    },
    appendBytes: (line) => {
      makeRoom(line.length + 1);
      held.set(line, heldBytes);
      added(line.length);
    },
    text: (number) => bytes(number).toString("utf8"),
    bytes,
    run: (first, last) => between(starts.at(first), endOf(last)),
    runLength: (first, last) => endOf(last) - starts.at(first),
    close: () => {
      closeSync(descriptor);
      forgetName(folder);
      starts.free();
    },
  };
}

function newFile(): { readonly folder: string; readonly descriptor: number } {
  try {
    const folder = mkdtempSync(join(tmpdir(), "routeproof-"));
    const descriptor = openSync(join(folder, "lines"), "w+");
    forgetName(folder);
    return { folder, descriptor };
  } catch (error) {
    throw temporaryFailure(error);
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  try {
    let written = 0;
    while (written < bytes.length) {
      written += writeSync(descriptor, bytes, written, bytes.length - written);
    }
  } catch (error) {
    throw temporaryFailure(error);
  }
}
