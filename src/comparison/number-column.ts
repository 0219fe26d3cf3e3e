/** One number a row; takes no memory until a row differs from what all rows hold at first. */
export class NumberColumn {
  readonly #rows: number;
  readonly #initial: number;
  #values: Float64Array | undefined;

  constructor(rows: number, initial: number) {
    this.#rows = rows;
    this.#initial = initial;
  }

  set(row: number, value: number): void {
    if (this.#values === undefined) {
      if (Object.is(value, this.#initial)) return;
      this.#values = new Float64Array(this.#rows).fill(this.#initial);
    }
    this.#values[row] = value;
  }

  /** Every row still holds what all held at first. */
  get isUniform(): boolean {
    return this.#values === undefined;
  }

  at(row: number): number {
    return this.#values === undefined ? this.#initial : (this.#values[row] ?? this.#initial);
  }
}
