import { freeMemory } from "./free-memory.ts";

const FIRST_SLOTS = 1024;
const FIRST_BYTES = 16 * 1024;
const WIDE = 1;
const FIRST_HASH = 0x41c6ce57;

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
  let hashes = new Uint32Array(mostTexts(FIRST_SLOTS));
  /** Where each text starts, and after the last where the next one will. */
  let starts = new Float64Array(mostTexts(FIRST_SLOTS) + 1);
  let bytes = new Uint8Array(FIRST_BYTES);
  /** Where the text ends that was written last. */
  let writtenEnd = 0;

  /** Writes a text where the next one starts, and returns its hash; it is kept only if it is new. */
  const write = (text: string): number => {
    const { length } = text;
    const start = starts[size] ?? 0;
    makeRoom(start + 1 + 2 * length);
    // All in one pass: of a text that was cut from another one each look at a character costs.
    let hash = FIRST_HASH;
    let bits = 0;
    let at = start + 1;
    for (let index = 0; index < length; index += 1) {
      const unit = text.charCodeAt(index);
      bytes[at++] = unit;
      hash = Math.imul(hash ^ unit, 1597334677);
      bits |= unit;
    }
    const isWide = bits > 0xff;
    bytes[start] = isWide ? WIDE : 0;
    writtenEnd = isWide ? writeWide(text, start + 1) : at;
    return mixed(hash);
  };

  /** Two bytes a character; returns where they end. */
  const writeWide = (text: string, start: number): number => {
    let at = start;
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      bytes[at++] = unit >>> 8;
      bytes[at++] = unit;
    }
    return at;
  };

  const makeRoom = (needed: number): void => {
    if (needed > bytes.length)
      bytes = grown(bytes, new Uint8Array(grownLength(bytes.length, needed)));
  };

  /** Whether the text that was written last is the one with this number. */
  const isWritten = (number: number): boolean => {
    const end = starts[number + 1] ?? 0;
    let at = starts[number] ?? 0;
    let written = starts[size] ?? 0;
    if (end - at !== writtenEnd - written) return false;
    while (at < end) if (bytes[at++] !== bytes[written++]) return false;
    return true;
  };

  /** The slot where the text stands that was written last, or the free one where it would. */
  const slotOf = (hash: number): number => {
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const entry = slots[slot] ?? 0;
      if (entry === 0) return slot;
      if (((entry ^ hash) & ~mask) === 0 && isWritten((entry & mask) - 1)) return slot;
      slot = (slot + 1) & mask;
    }
  };

  const numberIn = (slot: number): number => ((slots[slot] ?? 0) & (slots.length - 1)) - 1;

  const growSlots = (): void => {
    slots = new Uint32Array(slots.length * 2);
    const most = mostTexts(slots.length);
    hashes = grown(hashes, new Uint32Array(most));
    starts = grown(starts, new Float64Array(most + 1));
    const mask = slots.length - 1;
    for (let number = 0; number < size; number += 1) {
      const hash = hashes[number] ?? 0;
      let slot = hash & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = (hash & ~mask) | (number + 1);
    }
  };

  return {
    get size() {
      return size;
    },
    add: (text) => {
      const hash = write(text);
      const slot = slotOf(hash);
      if (slots[slot] !== 0) return -1 - numberIn(slot);
      slots[slot] = (hash & ~(slots.length - 1)) | (size + 1);
      hashes[size] = hash;
      size += 1;
      starts[size] = writtenEnd;
      if (size === hashes.length) growSlots();
      return size - 1;
    },
    find: (text) => {
      const slot = slotOf(write(text));
      return slots[slot] === 0 ? undefined : numberIn(slot);
    },
    holds: (number, text) => {
      if (number >= size) return false;
      write(text);
      return isWritten(number);
    },
    free: () => {
      size = 0;
      for (const array of [slots, hashes, starts, bytes]) freeMemory(array);
      // Room for no text, in which none is found.
      slots = new Uint32Array(1);
      hashes = new Uint32Array(0);
      starts = new Float64Array(1);
      bytes = new Uint8Array(0);
    },
  };
}

/** So many of the slots are filled before there are twice as many. */
function mostTexts(slots: number): number {
  return (slots / 4) * 3;
}

/** Half as much again: doubling would waste up to half of what is held. */
function grownLength(length: number, needed: number): number {
  return Math.max(Math.ceil(length * 1.5), needed);
}

// A copy: once a buffer was handed over, this engine asks at each typed array whether its own was.
function grown<Numbers extends Uint8Array | Uint32Array | Float64Array>(
  numbers: Numbers,
  larger: Numbers,
): Numbers {
  larger.set(numbers);
  return larger;
}

/** Every bit of a hash counts in the lowest ones, by which texts find their slots. */
function mixed(hash: number): number {
  const first = Math.imul(hash ^ (hash >>> 16), 2246822507);
  const second = Math.imul(first ^ (first >>> 13), 3266489909);
  return second ^ (second >>> 16);
}
