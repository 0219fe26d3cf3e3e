import type { Ceiling, CeilingReading } from "../core/ceiling.ts";

const DAY_MS = 86_400_000;

/** Under which ceiling, whose key and which period something counts. */
export interface Account {
  /** Position of the ceiling in the policy. */
  readonly ceiling: number;
  readonly key: string;
  /** The UTC day since 1970; 0 for a ceiling of the whole run. */
  readonly period: number;
}

interface Entry {
  spentNanoUsd: number;
  reservedNanoUsd: number;
  requests: number;
  ofRequests: number;
  unknown: number;
  /** Calls for which something is set aside, known or not. */
  underWay: number;
}

const nothing: CeilingReading = {
  spentNanoUsd: 0,
  reservedNanoUsd: 0,
  requests: 0,
  ofRequests: 0,
  unknown: 0,
};

/**
 * What was spent, set aside and counted under each ceiling of a policy, by key and period. Money
 * is set aside before a call and settled after it, so that two calls in flight never share room
 * that there is for one.
 */
export class CeilingBook {
  readonly #ceilings: readonly Ceiling[];
  /** By ceiling, then period, then key: a day that is over is dropped as a whole. */
  readonly #periods: readonly Map<number, Map<string, Entry>>[];
  /** By ceiling and key: the last period in which it refused a record. */
  readonly #reachedIn: readonly Map<string, number>[];

  constructor(ceilings: readonly Ceiling[]) {
    this.#ceilings = ceilings;
    this.#periods = ceilings.map(() => new Map<number, Map<string, Entry>>());
    this.#reachedIn = ceilings.map(() => new Map<string, number>());
  }

  /** Where a record with this key counts at that time. */
  account(ceiling: number, key: string, atMs: number): Account {
    const isDaily = this.#ceilings[ceiling]?.per === "day";
    return { ceiling, key, period: isDaily ? Math.floor(atMs / DAY_MS) : 0 };
  }

  reading({ ceiling, key, period }: Account): CeilingReading {
    return this.#periods[ceiling]?.get(period)?.get(key) ?? nothing;
  }

  /** A decision, for whatever route: what a share is of. */
  countDecision(account: Account): void {
    this.#entry(account).ofRequests += 1;
  }

  /** A record that is called on one of the ceiling's routes: once a record. */
  countRequest(account: Account): void {
    this.#entry(account).requests += 1;
  }

  /** Before a call. `nanoUsd` absent: nobody can say what it will cost. */
  setAside(account: Account, nanoUsd: number | undefined): void {
    const entry = this.#entry(account);
    entry.underWay += 1;
    if (nanoUsd === undefined) entry.unknown += 1;
    else entry.reservedNanoUsd += nanoUsd;
  }

  /** Takes back what was set aside for a call that was never sent, or that nobody knows of. */
  release(account: Account, setAsideNanoUsd: number | undefined): void {
    const entry = this.#entry(account);
    entry.underWay -= 1;
    if (setAsideNanoUsd === undefined) entry.unknown -= 1;
    else entry.reservedNanoUsd -= setAsideNanoUsd;
  }

  /**
   * Puts what a call cost in place of what was set aside. Of an unknown cost the estimate stays,
   * and it is counted as unknown: never as nothing.
   */
  settle(
    account: Account,
    setAsideNanoUsd: number | undefined,
    costNanoUsd: number | undefined,
  ): void {
    this.release(account, setAsideNanoUsd);
    this.spend(account, costNanoUsd, setAsideNanoUsd);
  }

  /** What a call cost for which nothing was set aside, such as one of an earlier session. */
  spend(account: Account, costNanoUsd: number | undefined, estimateNanoUsd?: number): void {
    const entry = this.#entry(account);
    entry.spentNanoUsd += costNanoUsd ?? estimateNanoUsd ?? 0;
    if (costNanoUsd === undefined) entry.unknown += 1;
  }

  /** Notes that the ceiling has refused a record; whether that is the first time in the period. */
  reach({ ceiling, key, period }: Account): boolean {
    const reachedIn = this.#reachedIn[ceiling]!;
    const isFirst = reachedIn.get(key) !== period;
    reachedIn.set(key, period);
    return isFirst;
  }

  /** Whether a period has begun since the ceiling last refused a record; said once. */
  isFreeAgain({ ceiling, key, period }: Account): boolean {
    const reachedIn = this.#reachedIn[ceiling]!;
    const last = reachedIn.get(key);
    if (last === undefined || last === period) return false;
    return reachedIn.delete(key);
  }

  #entry({ ceiling, key, period }: Account): Entry {
    const periods = this.#periods[ceiling]!;
    let entries = periods.get(period);
    if (entries === undefined) {
      for (const [other, kept] of periods) {
        if (other < period && isSettled(kept)) periods.delete(other);
      }
      periods.set(period, (entries = new Map<string, Entry>()));
    }
    let entry = entries.get(key);
    if (entry === undefined) entries.set(key, (entry = { ...nothing, underWay: 0 }));
    return entry;
  }
}

/** Nothing of it is still under way. */
function isSettled(entries: ReadonlyMap<string, Entry>): boolean {
  for (const { underWay } of entries.values()) if (underWay > 0) return false;
  return true;
}
