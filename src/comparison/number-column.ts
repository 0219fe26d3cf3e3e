/** Latencies mostly come with three decimals at most. */
export const PARTS_OF_MS = 1_000;

/** Stands for what all rows hold at first, where that is no whole number of parts. */
const UNSET = 4_294_967_295;

/**
 * One number a row; takes no memory until a row differs from what all rows hold at first. Four
 * bytes a row while every number is a whole number of parts, such as thousandths of a
 * millisecond; eight from the first that is not. Either way each number comes back as it was.
 */
export class NumberColumn {
  readonly #rows: number;
  readonly #initial: number;
  /** Parts that make up 1. */
  readonly #parts: number;
  readonly #unset: number;
  #whole: Uint32Array | undefined;
  #values: Float64Array | undefined;

  constructor(rows: number, initial: number, parts = 1) {
    this.#rows = rows;
    this.#initial = initial;
    this.#parts = parts;
    this.#unset = initial === 0 ? 0 : UNSET;
  }

  set(row: number, value: number): void {
    if (this.#values === undefined) {
      const isInitial = Object.is(value, this.#initial);
      if (this.#whole === undefined && isInitial) return;
      const count = isInitial ? this.#unset : Math.round(value * this.#parts);
      if (isInitial || (count >= 0 && count < UNSET && count / this.#parts === value)) {
        this.#whole ??= new Uint32Array(this.#rows).fill(this.#unset);
        this.#whole[row] = count;
        return;
      }
      this.#values = this.#widened();
    }
    this.#values[row] = value;
  }

  /** Every row still holds what all held at first. */
  get isUniform(): boolean {
    return this.#values === undefined && this.#whole === undefined;
  }

  at(row: number): number {
    if (this.#values !== undefined) return this.#values[row] ?? this.#initial;
    const count = this.#whole?.[row] ?? UNSET;
    return count === UNSET ? this.#initial : count / this.#parts;
  }

  /** The number of each row that is asked for, written to the front of `into`. */
  valuesOf(rows: Uint32Array, into: Float64Array = new Float64Array(rows.length)): Float64Array {
    const found = into.subarray(0, rows.length);
    const [values, whole, initial, parts] = [this.#values, this.#whole, this.#initial, this.#parts];
    if (values !== undefined) {
      for (let index = 0; index < found.length; index += 1) found[index] = values[rows[index]!]!;
    } else if (whole !== undefined) {
      // Two straight loops take half the time of one that asks at each row which number it is.
      for (let index = 0; index < found.length; index += 1) {
        found[index] = whole[rows[index]!]! / parts;
      }
      for (let index = 0; this.#unset === UNSET && index < found.length; index += 1) {
        if (whole[rows[index]!] === UNSET) found[index] = initial;
      }
    } else found.fill(initial);
    return found;
  }

  /** The rows whose number is not NaN; the very same array where none is. */
  knownAmong(rows: Uint32Array): Uint32Array {
    if (!Number.isNaN(this.#initial)) return rows;
    if (this.isUniform) return rows.subarray(0, 0);
    const known = this.#countKnown(rows);
    if (known === rows.length) return rows;
    const kept = new Uint32Array(known);
    let place = 0;
    for (let index = 0; place < known; index += 1) {
      const row = rows[index]!;
      if (Number.isNaN(this.at(row))) continue;
      kept[place] = row;
      place += 1;
    }
    return kept;
  }

  /** Sum in the order of the rows. */
  sumOf(rows: Uint32Array): number {
    const [whole, parts] = [this.#whole, this.#parts];
    let sum = 0;
    if (this.isUniform && this.#initial === 0) return sum;
    if (whole !== undefined && this.#unset !== UNSET) {
      for (let index = 0; index < rows.length; index += 1) sum += whole[rows[index]!]! / parts;
    } else for (let index = 0; index < rows.length; index += 1) sum += this.at(rows[index]!);
    return sum;
  }

  /** How many of the rows hold a number; some row of the column does. */
  #countKnown(rows: Uint32Array): number {
    const [values, whole] = [this.#values, this.#whole];
    let unknown = 0;
    if (whole !== undefined) {
      for (let index = 0; index < rows.length; index += 1) {
        if (whole[rows[index]!] === UNSET) unknown += 1;
      }
    } else {
      for (let index = 0; index < rows.length; index += 1) {
        if (Number.isNaN(values![rows[index]!])) unknown += 1;
      }
    }
    return rows.length - unknown;
  }

  #widened(): Float64Array {
    const values = new Float64Array(this.#rows).fill(this.#initial);
    const whole = this.#whole;
    if (whole === undefined) return values;
    for (let row = 0; row < values.length; row += 1) values[row] = this.at(row);
    this.#whole = undefined;
    return values;
  }
}
