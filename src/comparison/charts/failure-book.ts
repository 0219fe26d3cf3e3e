import { failureClassOf } from "../../core/failure-class.ts";
import type { Outcome } from "../../core/outcome.ts";
import { CodeColumn } from "../code-column.ts";
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
