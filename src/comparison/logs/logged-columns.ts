import { hash53 } from "../../core/seed.ts";
import type { ReplayRecord } from "../../core/replay-record.ts";
import { CodeColumn } from "../code-column.ts";
import type { Interner } from "../interner.ts";
import { NumberColumn, PARTS_OF_MS } from "../number-column.ts";
import type { LoggedGrade } from "./logged-grade.ts";

const SERVED = 1;
const ACCEPTED = 2;
const REDACTED = 4;
const UNSEEN = 8;
const CACHE_HIT = 16;
const SECOND_HALF = 32;
const DISTRIBUTED = 64;
const UNGRADED = 128;

/** What comparison keeps of a request log, by record: some twenty bytes, and never a text. */
export class LoggedColumns {
  /** The route that the request first went to, in the codes of the arms. */
  readonly routes: CodeColumn;
  /** NaN: not logged. */
  readonly propensities: NumberColumn;
  /** Whole nano-dollars; NaN: not known. */
  readonly costs: NumberColumn;
  /** Milliseconds; NaN: not known. */
  readonly latencies: NumberColumn;
  readonly #flags: Uint8Array;
  /** By route code: 1 for each record that the log could have sent there. */
  readonly #possible: Map<number, Uint8Array> = new Map();
  readonly #names: Interner;

  constructor(records: number, routes: Interner) {
    this.routes = new CodeColumn(records, routes);
    this.propensities = new NumberColumn(records, Number.NaN, 1);
    this.costs = new NumberColumn(records, Number.NaN);
    this.latencies = new NumberColumn(records, Number.NaN, PARTS_OF_MS);
    this.#flags = new Uint8Array(records);
    this.#names = routes;
  }

  observe({ ordinal, id, group }: ReplayRecord, logged: LoggedGrade): void {
    this.routes.set(ordinal, logged.route);
    this.propensities.set(ordinal, logged.propensity ?? Number.NaN);
    this.costs.set(ordinal, logged.costNanoUsd ?? Number.NaN);
    this.latencies.set(ordinal, logged.latencyMs ?? Number.NaN);
    let flags = 0;
    if (logged.isServed) flags |= SERVED;
    if (logged.accepted) flags |= ACCEPTED;
    if (logged.isUngraded) flags |= UNGRADED;
    if (logged.isRedacted) flags |= REDACTED;
    if (logged.hasUnseen) flags |= UNSEEN;
    if (logged.isCacheHit) flags |= CACHE_HIT;
    if (logged.possibleRoutes !== undefined) flags |= DISTRIBUTED;
    // Records that belong together stand in one half: what is fitted on them must not see the other.
    if (hash53(`half/${group ?? id}`) % 2 === 1) flags |= SECOND_HALF;
    this.#flags[ordinal] = flags;
    for (const route of logged.possibleRoutes ?? []) this.#markPossible(route, ordinal);
  }

  isServed(ordinal: number): boolean {
    return this.#has(ordinal, SERVED);
  }

  isAccepted(ordinal: number): boolean {
    return this.#has(ordinal, ACCEPTED);
  }

  /** No grader could judge the answer. */
  isUngraded(ordinal: number): boolean {
    return this.#has(ordinal, UNGRADED);
  }

  isRedacted(ordinal: number): boolean {
    return this.#has(ordinal, REDACTED);
  }

  hasUnseen(ordinal: number): boolean {
    return this.#has(ordinal, UNSEEN);
  }

  isCacheHit(ordinal: number): boolean {
    return this.#has(ordinal, CACHE_HIT);
  }

  /** 0 or 1: which half of the log the record stands in, by its name. */
  halfOf(ordinal: number): 0 | 1 {
    return this.#has(ordinal, SECOND_HALF) ? 1 : 0;
  }

  /** Whether the log says of every route how probable it was. */
  isDistributed(ordinal: number): boolean {
    return this.#has(ordinal, DISTRIBUTED);
  }

  /** Whether the log could have sent the record to a route; only where it is distributed. */
  isPossible(ordinal: number, route: number): boolean {
    return this.#possible.get(route)?.[ordinal] === 1;
  }

  #markPossible(route: string, ordinal: number): void {
    const code = this.#names.code(route);
    let column = this.#possible.get(code);
    if (column === undefined) {
      column = new Uint8Array(this.#flags.length);
      this.#possible.set(code, column);
    }
    column[ordinal] = 1;
  }

  #has(ordinal: number, flag: number): boolean {
    return (this.#flags[ordinal]! & flag) !== 0;
  }
}
