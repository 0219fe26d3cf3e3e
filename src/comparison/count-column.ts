const MOST = 65_535;

/** One small count a row, two bytes each; takes no memory while all are 0. */
export class CountColumn {
  readonly #rows: number;
  #counts: Uint16Array | undefined;

  constructor(rows: number) {
    this.#rows = rows;
  }

  set(row: number, count: number): void {
    if (count === 0) return;
    this.#counts ??= new Uint16Array(this.#rows);
    this.#counts[row] = Math.min(count, MOST);
  }

  at(row: number): number {
    return this.#counts?.[row] ?? 0;
  }
}
