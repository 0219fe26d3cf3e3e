/** No journal has so many lines: a trial whose outcome is to be replaced. */
const FORGOTTEN = 2 ** 32 - 1;

/**
 * Which trials a journal has finished, and on which line: four bytes a trial.
 * Where a trial stands twice (a retried error), the last line counts.
 */
export class FinishedTrials {
  readonly #lineOfTrial: Uint32Array;
  readonly #arms: number;
  readonly #repeats: number;

  constructor(records: number, arms: number, repeats: number) {
    this.#lineOfTrial = new Uint32Array(records * arms * repeats);
    this.#arms = arms;
    this.#repeats = repeats;
  }

  /** `line` is 1-based. */
  mark(ordinal: number, arm: number, repeat: number, line: number): void {
    this.#lineOfTrial[this.#indexOf(ordinal, arm, repeat)] = line;
  }

  /** Makes the trial unfinished again: it is replayed anew, and what it was answered is used up. */
  forget(ordinal: number, arm: number, repeat: number): void {
    const index = this.#indexOf(ordinal, arm, repeat);
    if (this.#lineOfTrial[index] !== 0) this.#lineOfTrial[index] = FORGOTTEN;
  }

  has(ordinal: number, arm: number, repeat: number): boolean {
    return this.lineOf(ordinal, arm, repeat) > 0;
  }

  /** Whether every record's trial is finished under a policy and repeat. */
  hasAll(arm: number, repeat: number): boolean {
    const records = this.#lineOfTrial.length / (this.#arms * this.#repeats);
    for (let ordinal = 0; ordinal < records; ordinal += 1) {
      if (!this.has(ordinal, arm, repeat)) return false;
    }
    return true;
  }

  /** Forgets every trial of a policy and repeat; how many of them were finished. */
  forgetAll(arm: number, repeat: number): number {
    const records = this.#lineOfTrial.length / (this.#arms * this.#repeats);
    let forgotten = 0;
    for (let ordinal = 0; ordinal < records; ordinal += 1) {
      if (this.has(ordinal, arm, repeat)) forgotten += 1;
      this.forget(ordinal, arm, repeat);
    }
    return forgotten;
  }

  /** Whether an outcome of the trial was ever kept, forgotten or not. */
  hasEverHad(ordinal: number, arm: number, repeat: number): boolean {
    return this.#lineOfTrial[this.#indexOf(ordinal, arm, repeat)] !== 0;
  }

  /** 0: not finished. */
  lineOf(ordinal: number, arm: number, repeat: number): number {
    const line = this.#lineOfTrial[this.#indexOf(ordinal, arm, repeat)] ?? 0;
    return line === FORGOTTEN ? 0 : line;
  }

  get count(): number {
    let count = 0;
    for (const line of this.#lineOfTrial) if (line > 0 && line !== FORGOTTEN) count += 1;
    return count;
  }

  #indexOf(ordinal: number, arm: number, repeat: number): number {
    return (ordinal * this.#arms + arm) * this.#repeats + repeat;
  }
}
