const MOST_IN_BYTE = 255;
const MOST = 65_535;

/** One small count a row, a byte each while all fit in one; takes no memory while all are 0. */
export class CountColumn {
  readonly #rows: number;
  #counts: Uint8Array | Uint16Array | undefined;

  constructor(rows: number) {
    this.#rows = rows;
  }

  set(row: number, count: number): void {
    if (count === 0) return;
    this.#counts ??= new Uint8Array(this.#rows);
    if (count > MOST_IN_BYTE && this.#counts instanceof Uint8Array) {
      this.#counts = Uint16Array.from(this.#counts);
    }
    this.#counts[row] = Math.min(count, MOST);
  }

  /** Every count is 0. */
  get isEmpty(): boolean {
    return this.#counts === undefined;
  }

  at(row: number): number {
    return this.#counts?.[row] ?? 0;
  }

  sumOf(rows: Uint32Array): number {
    const counts = this.#counts;
    let sum = 0;
    if (counts === undefined) return sum;
    for (let index = 0; index < rows.length; index += 1) sum += counts[rows[index]!]!;
    return sum;
  }
}
