import { hash53 } from "../core/seed.ts";

const FIRST_SLOTS = 1024;
const FIRST_BYTES = 16 * 1024;
const WIDE = 1;

/**
 * Distinct texts numbered in the order they were added, exact and small: a text takes its own bytes
 * and about 20 more, where a Map of strings takes over a hundred.
 */
export interface TextIndex {
  readonly size: number;
  /** The number of a text that is new; else -1 less the number it already has. */
  add(text: string): number;
  /** Absent: it was never added. */
  find(text: string): number | undefined;
  /** Whether the text with this number is exactly this one. */
  holds(number: number, text: string): boolean;
}

export function textIndex(): TextIndex {
  let size = 0;
  let slots = new Uint32Array(FIRST_SLOTS);
  let hashes = new Uint32Array(FIRST_SLOTS);
  /** Where each text's bytes start; one more, where the last one's end. */
  let starts = new Float64Array(FIRST_SLOTS + 1);
  let bytes = new Uint8Array(FIRST_BYTES);

  const holds = (number: number, text: string): boolean => {
    if (number >= size) return false;
    const start = starts[number] ?? 0;
    const length = (starts[number + 1] ?? 0) - start - 1;
    const isWide = bytes[start] === WIDE;
    if (length !== (isWide ? text.length * 2 : text.length)) return false;
    let at = start + 1;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (isWide) {
        if (bytes[at] !== unit >>> 8 || bytes[at + 1] !== (unit & 0xff)) return false;
        at += 2;
      } else {
        if (bytes[at] !== unit) return false;
        at += 1;
      }
    }
    return true;
  };

  /** The slot where a text stands, or the free one where it would. */
  const slotOf = (text: string, hash: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = slots[slot] ?? 0;
      if (entry === 0) return slot;
      if (hashes[entry - 1] === hash && holds(entry - 1, text)) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const growSlots = (): void => {
    slots = new Uint32Array(slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < size; number += 1) {
      let slot = (hashes[number] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = number + 1;
    }
  };

  const keep = (text: string, hash: number): void => {
    const start = starts[size] ?? 0;
    const isWide = hasWideUnit(text);
    const end = start + 1 + (isWide ? text.length * 2 : text.length);
    if (end > bytes.length) bytes = enlarged(bytes, new Uint8Array(grownLength(bytes.length, end)));
    bytes[start] = isWide ? WIDE : 0;
    let at = start + 1;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (isWide) bytes[at++] = unit >>> 8;
      bytes[at++] = unit & 0xff;
    }
    if (size === hashes.length) {
      const length = grownLength(size, size + 1);
      hashes = enlarged(hashes, new Uint32Array(length));
      starts = enlarged(starts, new Float64Array(length + 1));
    }
    hashes[size] = hash;
    size += 1;
    starts[size] = end;
  };

  return {
    get size() {
      return size;
    },
    add: (text) => {
      const hash = hash53(text) >>> 0;
      const slot = slotOf(text, hash);
      const entry = slots[slot] ?? 0;
      if (entry !== 0) return -entry;
      keep(text, hash);
      slots[slot] = size;
      if (size * 4 > slots.length * 3) growSlots();
      return size - 1;
    },
    holds,
    find: (text) => {
      const entry = slots[slotOf(text, hash53(text) >>> 0)] ?? 0;
      return entry === 0 ? undefined : entry - 1;
    },
  };
}

/** Whether a text needs two bytes a character. */
function hasWideUnit(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0xff) return true;
  }
  return false;
}

/** Half as much again: doubling would waste up to half of what is held. */
function grownLength(length: number, needed: number): number {
  return Math.max(Math.ceil(length * 1.5), needed);
}

function enlarged<Numbers extends Uint8Array | Uint32Array | Float64Array>(
  from: Numbers,
  to: Numbers,
): Numbers {
  to.set(from);
  return to;
}
