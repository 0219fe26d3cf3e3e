import type { AttemptTotals } from "./attempt-totals.ts";
import { CountColumn } from "./count-column.ts";
import { NumberColumn } from "./number-column.ts";

/** Known costs of each outcome in whole nano-dollars, all attempts and by their kind. */
export class CostColumns {
  readonly total: NumberColumn;
  readonly retries: NumberColumn;
  readonly fallbacks: NumberColumn;
  readonly escalations: NumberColumn;
  /** Attempts whose cost is not known: the total is at least what it says. */
  readonly unknown: CountColumn;

  constructor(units: number) {
    this.total = new NumberColumn(units, 0);
    this.retries = new NumberColumn(units, 0);
    this.fallbacks = new NumberColumn(units, 0);
    this.escalations = new NumberColumn(units, 0);
    this.unknown = new CountColumn(units);
  }

  set(unit: number, totals: AttemptTotals): void {
    this.total.set(unit, totals.costNanoUsd);
    this.retries.set(unit, totals.retriesNanoUsd);
    this.fallbacks.set(unit, totals.fallbacksNanoUsd);
    this.escalations.set(unit, totals.escalationsNanoUsd);
    this.unknown.set(unit, totals.unknownCosts);
  }
}
