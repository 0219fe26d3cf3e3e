import type { Ceiling, CeilingReading } from "../core/ceiling.ts";
import type { PolicyEvent } from "../core/policy-event.ts";
import type { Account, CeilingBook } from "./ceiling-book.ts";

/** What was set aside for a call under one ceiling. */
interface SetAside {
  readonly account: Account;
  /** Absent: nobody can say what the call will cost. */
  readonly nanoUsd: number | undefined;
}

/** Under which key each ceiling of a policy counts a record; absent: it does not. */
export type CeilingKeys = readonly (string | undefined)[];

/** One trial's part of the book: what is set aside for its call, and where it was counted. */
export class TrialAccounts {
  readonly #ceilings: readonly Ceiling[];
  readonly #book: CeilingBook;
  readonly #keys: CeilingKeys;
  /** By ceiling: where the decision, and the first call on one of its routes, were counted. */
  readonly #decidedUnder: Map<number, number> = new Map<number, number>();
  readonly #calledUnder: Map<number, number> = new Map<number, number>();
  #setAside: readonly SetAside[] = [];

  constructor(ceilings: readonly Ceiling[], book: CeilingBook, keys: CeilingKeys) {
    this.#ceilings = ceilings;
    this.#book = book;
    this.#keys = keys;
  }

  /**
   * Counts the decision. `cappedBy`: the ceiling that took a route from the record, by name;
   * `because`: what became of the record instead.
   */
  decide(cappedBy: string | undefined, because: string, atMs: number): readonly PolicyEvent[] {
    const events: PolicyEvent[] = [];
    for (const [index, { name }] of this.#ceilings.entries()) {
      const key = this.#keys[index];
      if (key === undefined) continue;
      const account = this.#book.account(index, key, atMs);
      const of = { atMs, ceiling: name, ...(key === "" ? {} : { key }) };
      if (this.#book.isFreeAgain(account)) {
        events.push({ ...of, kind: "period_began", because: "a new day: it counts from 0 again" });
      }
      this.#book.countDecision(account);
      this.#decidedUnder.set(index, account.period);
      if (name !== cappedBy) continue;
      const kind = this.#book.reach(account) ? "cap_reached" : "capped";
      events.push({ ...of, kind, because });
    }
    return events;
  }

  /** The reading without this record's own part in its counts. */
  others({ ceiling, period }: Account, reading: CeilingReading): CeilingReading {
    const wasDecided = this.#decidedUnder.get(ceiling) === period;
    const wasCalled = this.#calledUnder.get(ceiling) === period;
    if (!wasDecided && !wasCalled) return reading;
    const { requests, ofRequests } = reading;
    return {
      ...reading,
      requests: requests - (wasCalled ? 1 : 0),
      ofRequests: ofRequests - (wasDecided ? 1 : 0),
    };
  }

  /** `nanoUsd`: what the call will cost as far as anybody can say. */
  call(route: string, nanoUsd: number | undefined, atMs: number): void {
    const setAside: SetAside[] = [];
    for (const [index, { routes }] of this.#ceilings.entries()) {
      const key = this.#keys[index];
      if (key === undefined || !(routes?.includes(route) ?? true)) continue;
      const account = this.#book.account(index, key, atMs);
      setAside.push({ account, nanoUsd });
      this.#book.setAside(account, nanoUsd);
      if (this.#calledUnder.has(index)) continue;
      this.#calledUnder.set(index, account.period);
      this.#book.countRequest(account);
    }
    this.#setAside = setAside;
  }

  /** The call has ended. `costNanoUsd` absent: not known. */
  settle(costNanoUsd: number | undefined): void {
    for (const { account, nanoUsd } of this.#setAside) {
      this.#book.settle(account, nanoUsd, costNanoUsd);
    }
    this.#setAside = [];
  }

  /** The call under way, if there is one, came to nothing. */
  release(): void {
    for (const { account, nanoUsd } of this.#setAside) this.#book.release(account, nanoUsd);
    this.#setAside = [];
  }
}
