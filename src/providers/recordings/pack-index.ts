import type { LineHead } from "./line-head.ts";

/** Where a line stands in its pack, in bytes. */
export interface LinePlace {
  readonly offset: number;
  readonly length: number;
  /** How much of it, from its start, answers a call; the rest is for people and for misses. */
  readonly answerBytes: number;
}

const KEY_WORDS = 4;
const MESSAGES = KEY_WORDS;
const RECORD = KEY_WORDS + 1;
const LENGTH = KEY_WORDS + 2;
const ANSWER = KEY_WORDS + 3;
const WORDS = KEY_WORDS + 4;
const EMPTY = -1;

/**
 * Where each line of a pack stands: under a hundred bytes a line, whatever it holds. Lines are numbered
 * from 0 in the order of the pack; of a key that stands twice the last line is found.
 */
export class PackIndex {
  #count = 0;
  #words: Uint32Array = new Uint32Array(1024 * WORDS);
  #offsets: Float64Array = new Float64Array(1024);
  /** An open hash table of lines by key, at most half full. */
  #slots: Int32Array = new Int32Array(2048).fill(EMPTY);

  get count(): number {
    return this.#count;
  }

  add(head: LineHead, { offset, length, answerBytes }: LinePlace): void {
    if (this.#count === this.#offsets.length) this.#grow();
    const line = this.#count;
    const at = line * WORDS;
    for (let word = 0; word < KEY_WORDS; word += 1) {
      this.#words[at + word] = wordOf(head.key, word);
    }
    this.#words[at + MESSAGES] = wordOf(head.messagesHash, 0);
    this.#words[at + RECORD] = wordOf(head.recordHash, 0);
    this.#words[at + LENGTH] = length;
    this.#words[at + ANSWER] = answerBytes;
    this.#offsets[line] = offset;
    this.#count += 1;
    this.#place(line);
  }

  /** Absent: no line has this key. */
  find(key: string): number | undefined {
    const first = wordOf(key, 0);
    const mask = this.#slots.length - 1;
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const line = this.#slots[slot]!;
      if (line === EMPTY) return undefined;
      if (this.#words[line * WORDS] === first && this.#hasKey(line * WORDS, key)) return line;
    }
  }

  /** Whether a later line has the same key, and counts instead. */
  isSuperseded(line: number): boolean {
    return this.#lineAt(line) !== line;
  }

  placeOf(line: number): LinePlace {
    const at = line * WORDS;
    return {
      offset: this.#offsets[line]!,
      length: this.#words[at + LENGTH]!,
      answerBytes: this.#words[at + ANSWER]!,
    };
  }

  messagesHashOf(line: number): number {
    return this.#words[line * WORDS + MESSAGES]!;
  }

  recordHashOf(line: number): number {
    return this.#words[line * WORDS + RECORD]!;
  }

  #place(line: number): void {
    this.#slots[this.#slotOf(line)] = line;
  }

  #lineAt(line: number): number {
    return this.#slots[this.#slotOf(line)]!;
  }

  /** The slot of the line's key: empty, or taken by a line with the same key. */
  #slotOf(line: number): number {
    const mask = this.#slots.length - 1;
    const at = line * WORDS;
    for (let slot = this.#words[at]! & mask; ; slot = (slot + 1) & mask) {
      const other = this.#slots[slot]!;
      if (other === EMPTY || this.#haveSameKey(at, other * WORDS)) return slot;
    }
  }

  #hasKey(at: number, key: string): boolean {
    for (let word = 0; word < KEY_WORDS; word += 1) {
      if (this.#words[at + word] !== wordOf(key, word)) return false;
    }
    return true;
  }

  #haveSameKey(at: number, otherAt: number): boolean {
    for (let word = 0; word < KEY_WORDS; word += 1) {
      if (this.#words[at + word] !== this.#words[otherAt + word]) return false;
    }
    return true;
  }

  #grow(): void {
    const words = new Uint32Array(2 * this.#words.length);
    words.set(this.#words);
    this.#words = words;
    const offsets = new Float64Array(2 * this.#offsets.length);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    this.#slots = new Int32Array(2 * this.#slots.length).fill(EMPTY);
    for (let line = 0; line < this.#count; line += 1) this.#place(line);
  }
}

/** Eight hex digits as a number. */
export function wordOf(hex: string, index: number): number {
  return Number.parseInt(hex.slice(8 * index, 8 * index + 8), 16);
}
