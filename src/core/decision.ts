import type { Classification } from "./advice.ts";
import type { RedactionKind } from "./redaction-kinds.ts";
import type { RefusalKind } from "./refusal.ts";

/** One route that a policy looked at, and why it was kept or refused. */
export interface ConsideredRoute {
  readonly route: string;
  readonly kept: boolean;
  readonly because: string;
  /** Of a refused one; absent: kept. */
  readonly kind?: RefusalKind;
}

/** What a strategy that compares routes made of one of them; higher is better. */
export interface RouteScore {
  readonly route: string;
  readonly score: number;
  readonly because: string;
}

/** Where a record goes that a policy sends to no route: to a queue, or to a person at once. */
export type HeldFor = "queue" | "ask_a_person";

/** What a policy chose for one record before any call. */
export interface Decision {
  /** Absent: no eligible route is left; `because` says why. */
  readonly route: string | undefined;
  /** The refused route that `route` is a fallback for, before any call; absent: chosen as such. */
  readonly standsInFor?: string;
  /** Where the record waits instead of being sent to a route; absent: it does not. */
  readonly heldFor?: HeldFor;
  readonly because: string;
  /** Routes that may follow, in the order in which they would be tried. */
  readonly chain: readonly string[];
  /**
   * Routes that the strategy itself tries after transient errors of this record, best first;
   * absent: those that it tries for every record.
   */
  readonly succession?: readonly string[];
  readonly considered: readonly ConsideredRoute[];
  /** Those of `considered` that are refused for this record or moment alone; absent: none. */
  readonly refused?: readonly ConsideredRoute[];
  /** Why a person must look at the answer; empty: nobody has to. */
  readonly review: readonly string[];
  /** Absent: the policy does not classify. */
  readonly classification?: Classification;
  /** Of the first call; absent: not asked for, or not known. */
  readonly estimatedNanoUsd?: number;
  /** Of the routes that were compared, best first; absent: none were. */
  readonly scores?: readonly RouteScore[];
  /** The route that a ceiling took the record away from. */
  readonly downgradedFrom?: string;
  /** Name of the ceiling that refused the route that the record would otherwise have had. */
  readonly cappedBy?: string;
  /** What the chosen route was refused for; absent: it was not. */
  readonly refusedBy?: RefusalKind;
  /** Kinds of personal data that were found and are taken out of every call; absent: none were looked for. */
  readonly redacted?: readonly RedactionKind[];
}
