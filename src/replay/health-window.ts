/** Entries that have left the window are cut off once they are so many, and half of all. */
const COMPACT_AT = 1024;

/**
 * The attempts of one route that ended within the last `windowMs`, each with whether it counts as
 * an error: exact, an entry an attempt. An attempt that is exactly `windowMs` old is out of it.
 * Times come in order: an attempt is added when it ends.
 */
export class HealthWindow {
  readonly #windowMs: number;
  #endedAtMs: number[] = [];
  #isError: boolean[] = [];
  /** Entries before it have left the window. */
  #head = 0;
  #errors = 0;

  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  add(atMs: number, isError: boolean): void {
    this.#endedAtMs.push(atMs);
    this.#isError.push(isError);
    if (isError) this.#errors += 1;
    this.slideTo(atMs);
  }

  /** Lets go of what is too old at that time. */
  slideTo(nowMs: number): void {
    const before = nowMs - this.#windowMs;
    while (this.#head < this.#endedAtMs.length && this.#endedAtMs[this.#head]! <= before) {
      if (this.#isError[this.#head] === true) this.#errors -= 1;
      this.#head += 1;
    }
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#endedAtMs.length) this.#compact();
  }

  /** As of the last `add` or `slideTo`. */
  get attempts(): number {
    return this.#endedAtMs.length - this.#head;
  }

  get errors(): number {
    return this.#errors;
  }

  clear(): void {
    this.#endedAtMs = [];
    this.#isError = [];
    this.#head = 0;
    this.#errors = 0;
  }

  #compact(): void {
    this.#endedAtMs = this.#endedAtMs.slice(this.#head);
    this.#isError = this.#isError.slice(this.#head);
    this.#head = 0;
  }
}
