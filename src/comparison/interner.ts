/** Texts to small codes from 1, in order of first sight; 0 stands for "none". */
export class Interner {
  readonly #codes = new Map<string, number>();
  readonly #texts: string[] = [];
  #lastText: string | undefined;
  #lastCode = 0;

  code(text: string | undefined): number {
    if (text === undefined) return 0;
    // Neighbouring outcomes mostly repeat a route or model: spare them the hash.
    if (text === this.#lastText) return this.#lastCode;
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.#texts.push(text);
      this.#codes.set(text, code);
    }
    this.#lastText = text;
    this.#lastCode = code;
    return code;
  }

  /** The code of a text that was seen; 0: it never was. */
  find(text: string): number {
    return this.#codes.get(text) ?? 0;
  }

  /** The text of a code, which must have been given out. */
  text(code: number): string {
    return this.#texts[code - 1] ?? "";
  }

  /** Codes run from 1 to this. */
  get size(): number {
    return this.#texts.length;
  }
}
