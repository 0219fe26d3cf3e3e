import { Interner } from "./interner.ts";

/** One text a row, kept as its code; two bytes a row until there are more than 65,535 texts. */
export class CodeColumn {
  readonly texts: Interner;
  readonly #rows: number;
  #codes: Uint16Array | Uint32Array | undefined;

  constructor(rows: number, texts: Interner = new Interner()) {
    this.texts = texts;
    this.#rows = rows;
  }

  set(row: number, text: string | undefined): void {
    const code = this.texts.code(text);
    if (code === 0) return;
    this.#codes ??= new Uint16Array(this.#rows);
    if (code > 65_535 && this.#codes instanceof Uint16Array) {
      this.#codes = Uint32Array.from(this.#codes);
    }
    this.#codes[row] = code;
  }

  /** 0: the row has no text. */
  at(row: number): number {
    return this.#codes?.[row] ?? 0;
  }
}
