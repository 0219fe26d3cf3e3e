import type { NewFailure } from "../../core/new-failure.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { ArmColumns } from "../arm-columns.ts";
import { ACCEPTED, COVERED } from "../outcome-flags.ts";
import { FIRST_IDS } from "./failure-book.ts";
import { failureReason } from "./failure-reason.ts";
import { FirstKept } from "./first-kept.ts";
import { LargestRises } from "./largest-rises.ts";

/** As many as a reader looks at. */
const MOST_KEPT = 10;

/** A record that the candidate alone gets right, and the unit of the pair. */
export interface Win {
  readonly record: string;
  readonly unit: number;
}

/** What is worth a look of one candidate's records beside the baseline's. */
export class KeptChanges {
  readonly newFailures: FirstKept<NewFailure> = new FirstKept(MOST_KEPT);
  readonly wins: FirstKept<Win> = new FirstKept(MOST_KEPT);
  readonly dearer: LargestRises = new LargestRises(MOST_KEPT);
  /** By code of the candidate's failure class: ids of records that the baseline alone gets right. */
  readonly lostOfClass: FirstKept<string>[] = [];
}

/**
 * The first records, in the dataset's order, that one arm gets right and the other does not, and
 * those whose cost rose most: where a reader starts to look. The same ones in whatever order
 * outcomes arrive. A pair is read off the arms' columns when its second outcome is in, so that
 * nothing is kept of the others.
 */
export class ChangedRecords {
  readonly #arms: readonly ArmColumns[];
  readonly #repeats: number;
  /** By arm; the baseline's own is empty. */
  readonly #kept: readonly KeptChanges[];
  /** Why candidates failed whose baseline is still under way: about as many as there are slots. */
  readonly #waiting = new Map<string, string>();

  constructor(arms: readonly ArmColumns[], repeats: number) {
    this.#arms = arms;
    this.#repeats = repeats;
    this.#kept = arms.map(() => new KeptChanges());
  }

  /** To be called when the outcome's arm has taken it. */
  take(outcome: Outcome): void {
    const unit = outcome.ordinal * this.#repeats + outcome.repeat;
    if (outcome.arm !== 0) this.#takePair(outcome.arm, unit, outcome);
    else for (let arm = 1; arm < this.#arms.length; arm += 1) this.#takePair(arm, unit, outcome);
  }

  /** Of the candidate at this place among the arms, from 1. */
  of(arm: number): KeptChanges {
    return this.#kept[arm]!;
  }

  #takePair(arm: number, unit: number, outcome: Outcome): void {
    const before = this.#arms[0]!.flags[unit] ?? 0;
    const after = this.#arms[arm]!.flags[unit] ?? 0;
    if ((before & after & COVERED) === 0) {
      if (before === 0 && (after & COVERED) !== 0) this.#wait(arm, unit, outcome);
      else this.#stopWaiting(arm, unit);
      return;
    }
    const kept = this.#kept[arm]!;
    if (((before ^ after) & ACCEPTED) !== 0) {
      if ((before & ACCEPTED) !== 0) this.#takeLost(kept, arm, unit, outcome);
      else kept.wins.add(unit, { record: outcome.recordId, unit });
    }
    this.#stopWaiting(arm, unit);
    this.#takeRise(kept, arm, unit, outcome);
  }

  /** A failure says why while it is at hand; it may turn out to be new. */
  #wait(arm: number, unit: number, outcome: Outcome): void {
    if (outcome.grade.accepted || !this.#kept[arm]!.newFailures.takes(unit)) return;
    this.#waiting.set(keyOf(arm, unit), failureReason(outcome));
  }

  #stopWaiting(arm: number, unit: number): void {
    if (this.#waiting.size > 0) this.#waiting.delete(keyOf(arm, unit));
  }

  #takeLost(kept: KeptChanges, arm: number, unit: number, outcome: Outcome): void {
    const { recordId: record, ordinal } = outcome;
    const code = this.#arms[arm]!.failures.classes.at(unit);
    (kept.lostOfClass[code] ??= new FirstKept(FIRST_IDS)).add(ordinal, record);
    if (!kept.newFailures.takes(unit)) return;
    const waited = this.#waiting.get(keyOf(arm, unit));
    kept.newFailures.add(unit, { record, because: waited ?? failureReason(outcome) });
  }

  #takeRise(kept: KeptChanges, arm: number, unit: number, outcome: Outcome): void {
    const before = this.#arms[0]!.costs;
    const after = this.#arms[arm]!.costs;
    const [nanoUsd, nanoUsdAfter] = [before.total.at(unit), after.total.at(unit)];
    if (!kept.dearer.takes(nanoUsdAfter - nanoUsd)) return;
    if (before.unknown.at(unit) > 0 || after.unknown.at(unit) > 0) return;
    const { recordId: record, ordinal } = outcome;
    kept.dearer.add({ record, ordinal, nanoUsd, nanoUsdAfter });
  }
}

function keyOf(arm: number, unit: number): string {
  return `${arm}/${unit}`;
}
