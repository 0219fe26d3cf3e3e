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

  /** Makes the trial unfinished again. */
  forget(ordinal: number, arm: number, repeat: number): void {
    this.#lineOfTrial[this.#indexOf(ordinal, arm, repeat)] = 0;
  }

  has(ordinal: number, arm: number, repeat: number): boolean {
    return this.lineOf(ordinal, arm, repeat) > 0;
  }

  /** 0: not finished. */
  lineOf(ordinal: number, arm: number, repeat: number): number {
    return this.#lineOfTrial[this.#indexOf(ordinal, arm, repeat)] ?? 0;
  }

  get count(): number {
    let count = 0;
    for (const line of this.#lineOfTrial) if (line > 0) count += 1;
    return count;
  }

  #indexOf(ordinal: number, arm: number, repeat: number): number {
    return (ordinal * this.#arms + arm) * this.#repeats + repeat;
  }
}
