import type { AttemptTotals } from "./attempt-totals.ts";
import { CountColumn } from "./count-column.ts";
import { NumberColumn } from "./number-column.ts";

/** Tokens of each outcome, summed over its attempts. */
export class TokenColumns {
  readonly inputUncached: NumberColumn;
  readonly inputCacheRead: NumberColumn;
  readonly inputCacheWrite: NumberColumn;
  readonly output: NumberColumn;
  readonly outputReasoning: NumberColumn;
  /** Attempts that did not say how many tokens they took. */
  readonly unknown: CountColumn;

  constructor(units: number) {
    this.inputUncached = new NumberColumn(units, 0);
    this.inputCacheRead = new NumberColumn(units, 0);
    this.inputCacheWrite = new NumberColumn(units, 0);
    this.output = new NumberColumn(units, 0);
    this.outputReasoning = new NumberColumn(units, 0);
    this.unknown = new CountColumn(units);
  }

  set(unit: number, totals: AttemptTotals): void {
    this.inputUncached.set(unit, totals.inputUncached);
    this.inputCacheRead.set(unit, totals.inputCacheRead);
    this.inputCacheWrite.set(unit, totals.inputCacheWrite);
    this.output.set(unit, totals.output);
    this.outputReasoning.set(unit, totals.outputReasoning);
    this.unknown.set(unit, totals.unknownTokens);
  }
}
