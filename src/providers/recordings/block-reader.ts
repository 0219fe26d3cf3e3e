import { readSync } from "node:fs";

/** Some twenty lines: what comes next is mostly among them, and the rest costs little to read. */
const BLOCK_BYTES = 16 * 1024;

/** Lines that were written side by side are asked for a little out of order. */
const KEPT_BLOCKS = 8;

interface Block {
  number: number;
  /** How much of it the file held when it was read: at its end a file may grow. */
  size: number;
  readonly bytes: Buffer;
}

/** Reads a file by position, a block at a time, for whoever asks mostly for neighbours. */
export class BlockReader {
  readonly #descriptor: number;
  readonly #blocks: Block[] = Array.from({ length: KEPT_BLOCKS }, () => ({
    number: -1,
    size: 0,
    bytes: Buffer.allocUnsafe(BLOCK_BYTES),
  }));
  #long: Buffer = Buffer.allocUnsafe(4 * BLOCK_BYTES);

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** Bytes that hold until the next call. Throws where the file ends before them. */
  read(offset: number, length: number): Buffer {
    const number = Math.floor(offset / BLOCK_BYTES);
    const from = offset - number * BLOCK_BYTES;
    const to = from + length;
    if (to > BLOCK_BYTES) return this.#readLong(offset, length);
    const block = this.#blocks[number % KEPT_BLOCKS]!;
    if (block.number !== number || block.size < to) {
      block.number = number;
      block.size = readSync(this.#descriptor, block.bytes, 0, BLOCK_BYTES, number * BLOCK_BYTES);
      if (block.size < to) throw cutOff();
    }
    return block.bytes.subarray(from, to);
  }

  #readLong(offset: number, length: number): Buffer {
    if (length > this.#long.length) this.#long = Buffer.allocUnsafe(2 * length);
    if (readSync(this.#descriptor, this.#long, 0, length, offset) < length) throw cutOff();
    return this.#long.subarray(0, length);
  }
}

function cutOff(): Error {
  return new Error("the file was cut off under the run");
}
