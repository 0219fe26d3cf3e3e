import { hash53 } from "../core/seed.ts";
import { freeMemory } from "./free-memory.ts";
import { countColumn, numberColumn } from "./growing-column.ts";

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
  /** Gives its memory back; it is empty then, and of no more use. */
  readonly free: () => void;
}

export function textIndex(): TextIndex {
  let size = 0;
  /**
   * Of each slot one more than the number of its text, in as many bits as slots are counted by, and
   * above them the same bits of the text's hash: whoever looks on from slot to slot need not fetch
   * hashes from elsewhere, which for a million texts is most of the cost.
   */
  let slots = new Uint32Array(FIRST_SLOTS);
  const hashes = countColumn();
  const starts = numberColumn();
  starts.push(0);
  let bytes = new Uint8Array(FIRST_BYTES);

  const holds = (number: number, text: string): boolean => {
    if (number >= size) return false;
    const start = starts.at(number);
    const length = starts.at(number + 1) - start - 1;
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
      if (((entry ^ hash) & ~mask) === 0 && holds((entry & mask) - 1, text)) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const numberIn = (slot: number): number => ((slots[slot] ?? 0) & (slots.length - 1)) - 1;

  const fill = (slot: number, number: number, hash: number): void => {
    slots[slot] = (hash & ~(slots.length - 1)) | (number + 1);
  };

  const growSlots = (): void => {
    slots = new Uint32Array(slots.length * 2);
    const mask = slots.length - 1;
    for (let number = 0; number < size; number += 1) {
      const hash = hashes.at(number);
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      fill(slot, number, hash);
    }
  };

  const keep = (text: string, hash: number): void => {
    const start = starts.at(size);
    const isWide = hasWideUnit(text);
    const end = start + 1 + (isWide ? text.length * 2 : text.length);
    if (end > bytes.length) {
      // A copy: once a buffer was handed over, this engine asks at each typed array whether its own was.
      const grown = new Uint8Array(grownLength(bytes.length, end));
      grown.set(bytes);
      bytes = grown;
    }
    bytes[start] = isWide ? WIDE : 0;
    let at = start + 1;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (isWide) bytes[at++] = unit >>> 8;
      bytes[at++] = unit & 0xff;
    }
    hashes.push(hash);
    starts.push(end);
    size += 1;
  };

  return {
    get size() {
      return size;
    },
    add: (text) => {
      const hash = hash53(text) >>> 0;
      const slot = slotOf(text, hash);
      if (slots[slot] !== 0) return -1 - numberIn(slot);
      fill(slot, size, hash);
      keep(text, hash);
      if (size * 4 > slots.length * 3) growSlots();
      return size - 1;
    },
    holds,
    free: () => {
      size = 0;
      freeMemory(slots);
      slots = new Uint32Array(1);
      freeMemory(bytes);
      hashes.free();
      starts.free();
    },
    find: (text) => {
      const slot = slotOf(text, hash53(text) >>> 0);
      return slots[slot] === 0 ? undefined : numberIn(slot);
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
