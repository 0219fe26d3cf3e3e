/**
 * Memory for one sample after another: a million values are 8 MB, and hundreds of such samples
 * come and go in a comparison. What is taken is overwritten by whoever takes the same place next:
 * places 0 and 1 are for what is read at once, 2 and 3 for a finding until the next one is made.
 */
export class Scratch {
  readonly #buffers: Float64Array[] = [];
  #units: Uint32Array = new Uint32Array(0);

  /** Room for so many numbers, holding whatever it held. */
  take(place: number, length: number): Float64Array {
    const buffer = this.#buffers[place];
    if (buffer !== undefined && buffer.length >= length) return buffer.subarray(0, length);
    const fresh = new Float64Array(length);
    this.#buffers[place] = fresh;
    return fresh;
  }

  /** Room for a list of units; there is one. */
  takeUnits(length: number): Uint32Array {
    if (this.#units.length < length) this.#units = new Uint32Array(length);
    return this.#units.subarray(0, length);
  }
}
