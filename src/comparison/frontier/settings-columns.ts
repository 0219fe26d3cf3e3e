import type { Outcome } from "../../core/outcome.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { AttemptTotals } from "../attempt-totals.ts";
import { CodeColumn } from "../code-column.ts";
import { Interner } from "../interner.ts";
import { KnownColumns } from "../known-columns.ts";
import { RecordColumns } from "../record-columns.ts";

/** What one way to route made of every record. */
export interface SettingColumns {
  /** Acceptance, cost and time of what became of each record; not known: it was not covered. */
  readonly outcomes: KnownColumns;
  readonly decided: CodeColumn;
  /** Routes that were called for the record, each as the bit of its code less one. */
  readonly called: Uint32Array;
}

/** Codes of routes that have a bit of their own. */
const BITS = 32;

/** Outcomes of many settings on the same records, as numbers alone. */
export class SettingsColumns {
  readonly records: RecordColumns;
  readonly arms: readonly SettingColumns[];
  readonly routes: Interner = new Interner();
  readonly #totals: AttemptTotals = new AttemptTotals();

  constructor(records: number, tagNames: readonly string[], arms: readonly string[]) {
    this.records = new RecordColumns(records, tagNames, []);
    this.arms = arms.map((name) => ({
      outcomes: new KnownColumns(name, records),
      decided: new CodeColumn(records, this.routes),
      called: new Uint32Array(records),
    }));
  }

  /** Once for each record. */
  observe(record: ReplayRecord): void {
    this.records.observe(record, undefined);
  }

  /** Once for each outcome. */
  add({ arm, ordinal, route, attempts, ending, grade }: Outcome): void {
    const columns = this.arms[arm];
    if (columns === undefined) throw new Error(`there is no setting ${arm}`);
    columns.decided.set(ordinal, route);
    if (ending.kind === "not_covered") return;
    const totals = this.#totals;
    totals.measure(attempts);
    columns.outcomes.set(ordinal, {
      accepted: grade.accepted,
      score: grade.score,
      costNanoUsd: totals.unknownCosts > 0 ? undefined : totals.costNanoUsd,
      // Where nothing was called nobody answered: no time at all would be the best of all.
      latencyMs: attempts.length === 0 ? undefined : knownOr(totals.latencyMs),
    });
    let called = 0;
    for (const attempt of attempts) called |= this.#bitOf(attempt.route);
    columns.called[ordinal] = called;
  }

  /** Whether a route was called for a record under a setting. */
  hasCalled(arm: SettingColumns, route: string, ordinal: number): boolean {
    const code = this.routes.find(route);
    return code > 0 && code <= BITS && (arm.called[ordinal]! & (1 << (code - 1))) !== 0;
  }

  /** Every route that any setting among some called, by name; undefined: too many to tell apart. */
  calledBy(arms: readonly SettingColumns[]): readonly string[] | undefined {
    if (this.routes.size > BITS) return undefined;
    let called = 0;
    for (const arm of arms) for (const bits of arm.called) called |= bits;
    const names: string[] = [];
    for (let code = 1; code <= this.routes.size; code += 1) {
      if ((called & (1 << (code - 1))) !== 0) names.push(this.routes.text(code));
    }
    return names.toSorted((one, other) => (one < other ? -1 : 1));
  }

  #bitOf(route: string): number {
    const code = this.routes.code(route);
    return code <= BITS ? 1 << (code - 1) : 0;
  }
}

function knownOr(value: number): number | undefined {
  return Number.isNaN(value) ? undefined : value;
}
