import type { FailureRow } from "../../core/charts/failure-row.ts";
import { failureClassOf, originOfClass } from "../../core/failure-class.ts";
import { NanoUsdSum, usdFromNanoUsd } from "../../core/money.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { CodeColumn } from "../code-column.ts";
import { ACCEPTED } from "../outcome-flags.ts";
import { FirstKept } from "./first-kept.ts";

/** As many ids as a table shows of one class. */
export const FIRST_IDS = 5;

/**
 * The class of each outcome of an arm that was not accepted or failed, by unit, and the first ids
 * of those that were not accepted.
 */
export class FailureBook {
  readonly classes: CodeColumn;
  /** By code of the class; a record with repeats stands once. */
  readonly #first: FirstKept<string>[] = [];

  constructor(units: number) {
    this.classes = new CodeColumn(units);
  }

  note(unit: number, outcome: Outcome): void {
    this.classes.set(unit, failureClassOf(outcome));
    // An end without an answer may be the right one: then it is an error, but no failure.
    if (outcome.grade.accepted) return;
    const code = this.classes.at(unit);
    (this.#first[code] ??= new FirstKept(FIRST_IDS)).add(outcome.ordinal, outcome.recordId);
  }

  firstOf(code: number): readonly string[] {
    return this.#first[code]?.values ?? [];
  }
}

/** Covered units that were not accepted, a row a class: most frequent first, ties by name. */
export function failureRows(
  { failures, flags, costs }: ArmColumns,
  covered: Uint32Array,
): readonly FailureRow[] {
  const { classes } = failures;
  const records = new Float64Array(classes.texts.size + 1);
  const spent = Array.from(records, () => new NanoUsdSum());
  for (let index = 0; index < covered.length; index += 1) {
    const unit = covered[index]!;
    if ((flags[unit]! & ACCEPTED) !== 0) continue;
    const code = classes.at(unit);
    records[code]! += 1;
    spent[code]!.add(costs.total.at(unit));
  }
  const rows: FailureRow[] = [];
  for (let code = 1; code < records.length; code += 1) {
    if (records[code] === 0) continue;
    const name = classes.texts.text(code);
    rows.push({
      class: name,
      origin: originOfClass(name),
      records: records[code]!,
      cost_usd: usdFromNanoUsd(spent[code]!.total),
      first: failures.firstOf(code),
    });
  }
  return rows.sort((a, b) => b.records - a.records || (a.class < b.class ? -1 : 1));
}
