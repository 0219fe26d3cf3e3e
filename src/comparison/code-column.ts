import { Interner } from "./interner.ts";

const MOST_IN_ONE_BYTE = 255;
const MOST_IN_TWO_BYTES = 65_535;

/** One text a row, kept as its code; one byte a row until there are more than 255 texts. */
export class CodeColumn {
  readonly texts: Interner;
  readonly #rows: number;
  #codes: Uint8Array | Uint16Array | Uint32Array | undefined;

  constructor(rows: number, texts: Interner = new Interner()) {
    this.texts = texts;
    this.#rows = rows;
  }

  set(row: number, text: string | undefined): void {
    const code = this.texts.code(text);
    if (code === 0) return;
    this.#codes ??= new Uint8Array(this.#rows);
    if (code > MOST_IN_ONE_BYTE) this.#codes = widened(this.#codes, code);
    this.#codes[row] = code;
  }

  /** 0: the row has no text. */
  at(row: number): number {
    return this.#codes?.[row] ?? 0;
  }

  /** By row; undefined: no row has a text. */
  get codes(): Uint8Array | Uint16Array | Uint32Array | undefined {
    return this.#codes;
  }

  /** How many of the rows have each code. */
  countsOf(rows: Uint32Array): Float64Array {
    // Whole numbers are counted faster where a count waits for the one before it.
    const counts = new Uint32Array(this.texts.size + 1);
    const codes = this.#codes;
    if (codes === undefined) counts[0] = rows.length;
    else for (let index = 0; index < rows.length; index += 1) counts[codes[rows[index]!]!]! += 1;
    return Float64Array.from(counts);
  }
}

/** The same codes in an array whose places can hold this one too. */
function widened(
  codes: Uint8Array | Uint16Array | Uint32Array,
  code: number,
): Uint8Array | Uint16Array | Uint32Array {
  if (code > MOST_IN_TWO_BYTES) {
    return codes instanceof Uint32Array ? codes : Uint32Array.from(codes);
  }
  return codes instanceof Uint8Array ? Uint16Array.from(codes) : codes;
}
