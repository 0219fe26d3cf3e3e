import { isTooMuchMissing } from "./finding.ts";
import { flaggedUnits } from "./flagged-units.ts";
import type { NumberColumn } from "./number-column.ts";
import { ANSWERED, COVERED, PRESENT } from "./outcome-flags.ts";

/** What the units of an arm come to as a whole, once all its outcomes were added. */
export class SettledUnits {
  /** Units that have an outcome, in record order. */
  readonly present: Uint32Array;
  /** The first token of nearly every answer is known, so one that never came is missed. */
  readonly isStreamed: boolean;
  readonly #flags: Uint32Array;
  readonly #runUnits: number;
  #coversAll: boolean | undefined;

  /** `all`: every unit of the run. */
  constructor(all: Uint32Array, flags: Uint32Array, firstToken: NumberColumn) {
    this.#flags = flags;
    this.#runUnits = all.length;
    this.present = flaggedUnits(all, flags, PRESENT);
    const answered = flaggedUnits(this.present, flags, ANSWERED);
    const known = firstToken.knownAmong(answered).length;
    this.isStreamed = !isTooMuchMissing(answered.length - known, answered.length);
  }

  /**
   * No unit of the run is without an outcome to show. Looked for once, when it is first asked:
   * whoever has flags of his own to set does so before.
   */
  get coversAll(): boolean {
    this.#coversAll ??=
      this.#flags.length === this.#runUnits &&
      flaggedUnits(this.present, this.#flags, COVERED).length === this.#flags.length;
    return this.#coversAll;
  }
}
