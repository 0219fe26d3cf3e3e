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
  /** What gateways say that calls cost. */
  readonly reported: NumberColumn;
  /** Attempts whose cost a gateway reports. */
  readonly reportedAttempts: CountColumn;
  /** Our own figure for those attempts; NaN: not known of one. */
  readonly ownOfReported: NumberColumn;

  constructor(units: number) {
    this.total = new NumberColumn(units, 0);
    this.retries = new NumberColumn(units, 0);
    this.fallbacks = new NumberColumn(units, 0);
    this.escalations = new NumberColumn(units, 0);
    this.unknown = new CountColumn(units);
    this.reported = new NumberColumn(units, 0);
    this.reportedAttempts = new CountColumn(units);
    this.ownOfReported = new NumberColumn(units, 0);
  }

  set(unit: number, totals: AttemptTotals): void {
    this.total.set(unit, totals.costNanoUsd);
    this.retries.set(unit, totals.retriesNanoUsd);
    this.fallbacks.set(unit, totals.fallbacksNanoUsd);
    this.escalations.set(unit, totals.escalationsNanoUsd);
    this.unknown.set(unit, totals.unknownCosts);
    if (totals.reportedAttempts === 0) return;
    this.reported.set(unit, totals.reportedNanoUsd);
    this.reportedAttempts.set(unit, totals.reportedAttempts);
    this.ownOfReported.set(unit, totals.ownOfReportedNanoUsd);
  }
}
