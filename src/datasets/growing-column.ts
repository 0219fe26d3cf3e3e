import { freeMemory } from "./free-memory.ts";

/** Numbers kept in typed arrays, a block after the other: a few bytes each, however many there are. */
export interface GrowingColumn {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  /** Gives its memory back; it is empty then. */
  readonly free: () => void;
}

type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * The first block holds so many numbers, each later one twice as many as the one before. One array
 * that grows would be copied again and again, and blocks of one size would leave the memory in
 * pieces too small for anything else when some columns go and others stay.
 */
const FIRST_BITS = 14;
const FIRST = 1 << FIRST_BITS;

export function byteColumn(): GrowingColumn {
  return growingColumn((length) => new Uint8Array(length));
}

export function countColumn(): GrowingColumn {
  return growingColumn((length) => new Uint32Array(length));
}

export function numberColumn(): GrowingColumn {
  return growingColumn((length) => new Float64Array(length));
}

function growingColumn(create: (length: number) => Numbers): GrowingColumn {
  let blocks: Numbers[] = [];
  let last: Numbers = new Uint8Array(0);
  /** Numbers in the blocks before the last. */
  let before = 0;
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (value) => {
      if (length - before === last.length) {
        before = length;
        last = create(FIRST << blocks.length);
        blocks.push(last);
      }
      last[length - before] = value;
      length += 1;
    },
    at: (index) => {
      const block = blockOf(index);
      return blocks[block]?.[index - startOf(block)] ?? 0;
    },
    set: (index, value) => {
      const block = blockOf(index);
      const numbers = blocks[block];
      if (numbers !== undefined) numbers[index - startOf(block)] = value;
    },
    free: () => {
      blocks.forEach(freeMemory);
      blocks = [];
      last = new Uint8Array(0);
      before = 0;
      length = 0;
    },
  };
}

/** Blocks of 1, 2, 4 … parts: the highest bit of a part's place, counted from 1, names its block. */
function blockOf(index: number): number {
  return 31 - Math.clz32((index >>> FIRST_BITS) + 1);
}

function startOf(block: number): number {
  return FIRST * ((1 << block) - 1);
}
