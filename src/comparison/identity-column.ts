import { hash53 } from "../core/seed.ts";
import { NumberColumn } from "./number-column.ts";

/** Which of some sets a row belongs to, as codes from 0 without gaps. */
export interface Identities {
  readonly codes: Int32Array;
  readonly count: number;
}

/**
 * Which rows share a text, without keeping the text: conversations and workflows can be as many as
 * records. Of a million texts, two share a 53-bit hash in one run of eighteen thousand.
 */
export class IdentityColumn {
  readonly #rows: number;
  readonly #hashes: NumberColumn;
  #isUsed = false;

  constructor(rows: number) {
    this.#rows = rows;
    this.#hashes = new NumberColumn(rows, Number.NaN);
  }

  set(row: number, text: string | undefined): void {
    if (text === undefined) return;
    this.#isUsed = true;
    this.#hashes.set(row, hash53(text));
  }

  has(row: number): boolean {
    return !Number.isNaN(this.#hashes.at(row));
  }

  /** Absent: no row has a text. Codes follow the order of the hashes; a row without one gets -1. */
  identities(): Identities | undefined {
    if (!this.#isUsed) return undefined;
    const sorted = new Float64Array(this.#rows);
    for (let row = 0; row < this.#rows; row += 1) sorted[row] = this.#hashes.at(row);
    sorted.sort();
    let count = 0;
    for (const hash of sorted) {
      // NaN sorts last.
      if (Number.isNaN(hash)) break;
      if (count === 0 || sorted[count - 1] !== hash) {
        sorted[count] = hash;
        count += 1;
      }
    }
    const codes = new Int32Array(this.#rows);
    for (let row = 0; row < this.#rows; row += 1) {
      codes[row] = this.has(row) ? rankOf(sorted, count, this.#hashes.at(row)) : -1;
    }
    return { codes, count };
  }
}

function rankOf(sorted: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
