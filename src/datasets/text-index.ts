import { hash53 } from "../core/seed.ts";
import { freeMemory } from "./free-memory.ts";
import { numberColumn } from "./growing-column.ts";

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
   * Of each slot one more than the number of its text, and the text's hash: whoever looks on from
   * slot to slot need not fetch the hashes from elsewhere, which for a million texts is the cost.
   */
  let slots = new Uint32Array(2 * FIRST_SLOTS);
  /** Where each text's bytes start; one more, where the last one's end. */
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

  /** Where a text's slot stands, or the free one where it would. */
  const slotOf = (text: string, hash: number): number => {
    let slot = firstSlotOf(hash, slots.length);
    for (;;) {
      const entry = slots[slot] ?? 0;
      if (entry === 0) return slot;
      if (slots[slot + 1] === hash && holds(entry - 1, text)) return slot;
      slot = slotAfter(slot, slots.length);
    }
  };

  const growSlots = (): void => {
    const smaller = slots;
    const larger = new Uint32Array(smaller.length * 2);
    for (let from = 0; from < smaller.length; from += 2) {
      if (smaller[from] === 0) continue;
      const hash = smaller[from + 1] ?? 0;
      let slot = firstSlotOf(hash, larger.length);
      while (larger[slot] !== 0) slot = slotAfter(slot, larger.length);
      larger[slot] = smaller[from] ?? 0;
      larger[slot + 1] = hash;
    }
    slots = larger;
    freeMemory(smaller);
  };

  const keep = (text: string): void => {
    const start = starts.at(size);
    const isWide = hasWideUnit(text);
    const end = start + 1 + (isWide ? text.length * 2 : text.length);
    if (end > bytes.length) {
      bytes = new Uint8Array(bytes.buffer.transfer(grownLength(bytes.length, end)));
    }
    bytes[start] = isWide ? WIDE : 0;
    let at = start + 1;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (isWide) bytes[at++] = unit >>> 8;
      bytes[at++] = unit & 0xff;
    }
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
      const entry = slots[slot] ?? 0;
      if (entry !== 0) return -entry;
      keep(text);
      slots[slot] = size;
      slots[slot + 1] = hash;
      if (size * 8 > slots.length * 3) growSlots();
      return size - 1;
    },
    holds,
    free: () => {
      size = 0;
      freeMemory(slots);
      slots = new Uint32Array(2);
      freeMemory(bytes);
      starts.free();
    },
    find: (text) => {
      const entry = slots[slotOf(text, hash53(text) >>> 0)] ?? 0;
      return entry === 0 ? undefined : entry - 1;
    },
  };
}

/** Of slots that take two places each and are a power of two. */
function firstSlotOf(hash: number, places: number): number {
  return (hash * 2) & (places - 1);
}

function slotAfter(slot: number, places: number): number {
  return (slot + 2) & (places - 1);
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
