import type { PolicyViolation } from "../core/metrics.ts";
import type { Outcome } from "../core/outcome.ts";

/** As many as a reader looks at. */
const MOST_KEPT = 10;

interface Kept {
  readonly ordinal: number;
  readonly repeat: number;
  readonly violation: PolicyViolation;
}

/**
 * The first records, in the dataset's order, for which a gateway served what their policy does not
 * allow. The same ones in whatever order outcomes arrive.
 */
export class Violations {
  /** By arm; in each a record once, with its first repeat. */
  readonly #kept: readonly Kept[][];

  constructor(arms: number) {
    this.#kept = Array.from({ length: arms }, () => []);
  }

  take({ arm, ordinal, repeat, recordId, attempts }: Outcome): void {
    for (const { evidence } of attempts) {
      const because = evidence?.gateway?.violation;
      if (because === undefined) continue;
      this.#keep(arm, { ordinal, repeat, violation: { record: recordId, because } });
      return;
    }
  }

  /** Of one arm, in record order. */
  of(arm: number): readonly PolicyViolation[] {
    return (this.#kept[arm] ?? []).map(({ violation }) => violation);
  }

  #keep(arm: number, found: Kept): void {
    const kept = this.#kept[arm];
    if (kept === undefined) return;
    const place = kept.findIndex(({ ordinal }) => ordinal >= found.ordinal);
    const there = place < 0 ? undefined : kept[place];
    if (there?.ordinal !== found.ordinal) {
      kept.splice(place < 0 ? kept.length : place, 0, found);
      kept.splice(MOST_KEPT);
    } else if (found.repeat < there.repeat) kept[place] = found;
  }
}
