import type { NewFailure } from "../core/comparison.ts";
import type { AttemptFailure } from "../core/failure.ts";
import type { Outcome } from "../core/outcome.ts";

/** As many as a reader looks at. */
const MOST_KEPT = 10;
const LONGEST_REASON = 200;

interface Kept {
  readonly trial: number;
  readonly failure: NewFailure;
}

const UNSEEN = 0;
const NOT_ACCEPTED = 1;
const ACCEPTED = 2;

/**
 * The first records, in the dataset's order, that the baseline gets right and a candidate does not:
 * where a reader starts to look. The same ones in whatever order outcomes arrive.
 */
export class NewFailures {
  readonly #repeats: number;
  readonly #baseline: Uint8Array;
  /** By candidate arm, from 1. */
  readonly #kept: readonly Kept[][];
  /** Failures of candidates whose baseline is still under way: about as many as there are slots. */
  readonly #waiting = new Map<string, Kept>();

  constructor(records: number, arms: number, repeats: number) {
    this.#repeats = repeats;
    this.#baseline = new Uint8Array(records * repeats);
    this.#kept = Array.from({ length: arms }, () => []);
  }

  take(outcome: Outcome): void {
    const trial = outcome.ordinal * this.#repeats + outcome.repeat;
    if (outcome.arm === 0) this.#takeBaseline(trial, outcome);
    else if (!outcome.grade.accepted && outcome.ending.kind !== "not_covered") {
      this.#takeFailure(trial, outcome);
    }
  }

  /** Of one candidate arm, in record order. */
  of(arm: number): readonly NewFailure[] {
    return (this.#kept[arm] ?? []).map(({ failure }) => failure);
  }

  #takeBaseline(trial: number, { grade }: Outcome): void {
    this.#baseline[trial] = grade.accepted ? ACCEPTED : NOT_ACCEPTED;
    if (this.#waiting.size === 0) return;
    for (let arm = 1; arm < this.#kept.length; arm += 1) {
      const waiting = this.#waiting.get(`${arm}/${trial}`);
      if (waiting === undefined) continue;
      this.#waiting.delete(`${arm}/${trial}`);
      if (grade.accepted) this.#keep(arm, waiting);
    }
  }

  #takeFailure(trial: number, outcome: Outcome): void {
    const baseline = this.#baseline[trial];
    const kept = this.#kept[outcome.arm];
    const isBeyond = kept !== undefined && kept.length === MOST_KEPT && kept.at(-1)!.trial < trial;
    if (baseline === NOT_ACCEPTED || isBeyond) return;
    const failure = { record: outcome.recordId, because: reasonOf(outcome) };
    if (baseline === UNSEEN) this.#waiting.set(`${outcome.arm}/${trial}`, { trial, failure });
    else this.#keep(outcome.arm, { trial, failure });
  }

  #keep(arm: number, failure: Kept): void {
    const kept = this.#kept[arm];
    if (kept === undefined) return;
    const place = kept.findIndex(({ trial }) => trial > failure.trial);
    kept.splice(place < 0 ? kept.length : place, 0, failure);
    kept.splice(MOST_KEPT);
  }
}

function reasonOf({ ending, grade }: Outcome): string {
  switch (ending.kind) {
    case "failed":
      return `failed: ${ending.failure.kind}${detailOf(ending.failure)}`.slice(0, LONGEST_REASON);
    case "stopped":
    case "queued":
    case "static_answer":
      return `${ending.kind}: ${ending.because}`.slice(0, LONGEST_REASON);
    case "answered":
    case "not_covered": {
      const missed = grade.scores.find(({ passed }) => passed !== true);
      if (missed === undefined) return "not accepted";
      const because = missed.because === "" ? "not passed" : missed.because;
      return `${missed.name}: ${because}`.slice(0, LONGEST_REASON);
    }
  }
}

function detailOf({ detail }: AttemptFailure): string {
  return detail === undefined ? "" : ` (${detail})`;
}
