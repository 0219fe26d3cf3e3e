import { HarnessError } from "../core/harness-error.ts";
import { usdFromNanoUsd } from "../core/money.ts";
import { WaitingLine, type WaitingRoom } from "./waiting-line.ts";

/** What calls have cost, and may have cost. */
export interface SpendTotals {
  readonly sentCalls: number;
  readonly knownNanoUsd: number;
  /** Calls whose cost nobody can tell: broken off, or answered without usage. */
  readonly unknownCalls: number;
  /** What those may have cost at most, as far as that is known: it counts as spent under a cap. */
  readonly unknownWorstNanoUsd: number;
  /** Those of them whose worst case is not known either. */
  readonly unboundedCalls: number;
}

export const nothingSpent: SpendTotals = {
  sentCalls: 0,
  knownNanoUsd: 0,
  unknownCalls: 0,
  unknownWorstNanoUsd: 0,
  unboundedCalls: 0,
};

/** The totals with one more call, whose worst case or cost may be unknown. */
export function withCall(
  totals: SpendTotals,
  worstNanoUsd: number | undefined,
  costNanoUsd: number | undefined,
): SpendTotals {
  const sentCalls = totals.sentCalls + 1;
  if (costNanoUsd !== undefined) {
    return { ...totals, sentCalls, knownNanoUsd: totals.knownNanoUsd + costNanoUsd };
  }
  return {
    ...totals,
    sentCalls,
    unknownCalls: totals.unknownCalls + 1,
    unknownWorstNanoUsd: totals.unknownWorstNanoUsd + (worstNanoUsd ?? 0),
    unboundedCalls: totals.unboundedCalls + (worstNanoUsd === undefined ? 1 : 0),
  };
}

/**
 * The money of a run: what may be spent is set aside before each call, and what was spent is put in
 * its place after. Under a cap, spent and set aside together never pass it.
 */
export class SpendLedger {
  readonly capNanoUsd: number | undefined;
  readonly #line: WaitingLine = new WaitingLine();
  #totals: SpendTotals;
  #reservedNanoUsd = 0;

  /** `before` is what earlier sessions of the run have spent; without a cap nothing is set aside. */
  constructor(capNanoUsd: number | undefined, before: SpendTotals = nothingSpent) {
    this.capNanoUsd = capNanoUsd;
    this.#totals = before;
  }

  get totals(): SpendTotals {
    return this.#totals;
  }

  /** Known and possible cost of the calls that have ended. */
  get spentNanoUsd(): number {
    return this.#totals.knownNanoUsd + this.#totals.unknownWorstNanoUsd;
  }

  get reservedNanoUsd(): number {
    return this.#reservedNanoUsd;
  }

  /**
   * Sets aside the worst case of a call, if need be once calls in flight have settled for less;
   * resolves with the milliseconds that this took.
   * Rejects with `HarnessError` "spend-cap" where even that cannot make room.
   */
  async reserve(worstNanoUsd: number, room: WaitingRoom): Promise<number> {
    const cap = this.capNanoUsd;
    if (cap === undefined) return 0;
    return this.#line.pass(() => {
      if (this.spentNanoUsd + worstNanoUsd > cap) throw this.#capReached(cap, worstNanoUsd);
      if (this.spentNanoUsd + this.#reservedNanoUsd + worstNanoUsd > cap) return Infinity;
      this.#reservedNanoUsd += worstNanoUsd;
      return 0;
    }, room);
  }

  /** Puts the cost of a call that was sent in place of its reservation; unknown: its worst case. */
  settle(worstNanoUsd: number | undefined, costNanoUsd: number | undefined): void {
    this.#totals = withCall(this.#totals, worstNanoUsd, costNanoUsd);
    this.release(worstNanoUsd);
  }

  /** Takes back the reservation of a call that was never sent. */
  release(worstNanoUsd: number | undefined): void {
    if (this.capNanoUsd !== undefined) this.#reservedNanoUsd -= worstNanoUsd ?? 0;
    this.#line.stir();
  }

  #capReached(capNanoUsd: number, worstNanoUsd: number): HarnessError {
    const [cap, spent, worst] = [capNanoUsd, this.spentNanoUsd, worstNanoUsd].map(usdFromNanoUsd);
    return new HarnessError(
      "spend-cap",
      `the spend cap of $${cap} is reached: $${spent} is spent, and the next call may cost $${worst}`,
    );
  }
}
