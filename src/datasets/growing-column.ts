import { freeMemory } from "./free-memory.ts";

/** Numbers kept in typed arrays, a block after the other: a few bytes each, however many there are. */
export interface GrowingColumn {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  set(index: number, value: number): void;
  /** Gives its memory back; it is empty then. */
  free(): void;
}

type Numbers = Uint8Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/**
 * Numbers a block. One array that grows would be copied again and again, and what was copied stays
 * in memory until the next collection.
 */
const BLOCK_BITS = 17;
const BLOCK = 1 << BLOCK_BITS;
const WITHIN = BLOCK - 1;

export function byteColumn(): GrowingColumn {
  return growingColumn(() => new Uint8Array(BLOCK));
}

export function countColumn(): GrowingColumn {
  return growingColumn(() => new Uint32Array(BLOCK));
}

export function numberColumn(): GrowingColumn {
  return growingColumn(() => new Float64Array(BLOCK));
}

function growingColumn(create: () => Numbers): GrowingColumn {
  let blocks: Numbers[] = [];
  let last: Numbers = new Uint8Array(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push: (value) => {
      const place = length & WITHIN;
      if (place === 0) {
        last = create();
        blocks.push(last);
      }
      last[place] = value;
      length += 1;
    },
    at: (index) => blocks[index >>> BLOCK_BITS]?.[index & WITHIN] ?? 0,
    set: (index, value) => {
      const block = blocks[index >>> BLOCK_BITS];
      if (block !== undefined) block[index & WITHIN] = value;
    },
    free: () => {
      blocks.forEach(freeMemory);
      blocks = [];
      length = 0;
    },
  };
}
