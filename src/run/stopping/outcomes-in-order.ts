import type { Outcome } from "../../core/outcome.ts";

/**
 * Passes outcomes on in the order of their records, whatever order they come in: those of a record
 * together, arm after arm, once all of them are in. What waits is what came before a slower one.
 */
export class OutcomesInOrder {
  readonly #places: Uint32Array;
  readonly #arms: number;
  readonly #waiting: Map<number, (Outcome | undefined)[]> = new Map<
    number,
    (Outcome | undefined)[]
  >();
  #next = 0;

  /** `places`: by ordinal, where its record stands in the order. A record has one outcome an arm. */
  constructor(places: Uint32Array, arms: number) {
    this.#places = places;
    this.#arms = arms;
  }

  /** Calls `pass` for each record that is complete now; where it returns true nothing more is passed. */
  take(outcome: Outcome, pass: (outcomes: readonly Outcome[]) => boolean): void {
    const place = this.#places[outcome.ordinal]!;
    let outcomes = this.#waiting.get(place);
    if (outcomes === undefined) {
      outcomes = Array.from({ length: this.#arms }, () => undefined);
      this.#waiting.set(place, outcomes);
    }
    outcomes[outcome.arm] = outcome;
    for (;;) {
      const complete = this.#waiting.get(this.#next)?.filter((one) => one !== undefined);
      if (complete?.length !== this.#arms) return;
      this.#waiting.delete(this.#next);
      this.#next += 1;
      if (pass(complete)) return;
    }
  }
}
