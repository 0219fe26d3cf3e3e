import type { Attempt } from "./attempt.ts";
import type { Price } from "./route.ts";
import type { Signals } from "./router.ts";

/** What tells the cost of an attempt, once its route is known. */
export type BilledAttempt = Pick<Attempt, "result" | "usage" | "evidence" | "costNanoUsd">;

/** An attempt as far as it tells what served it. */
export type ServedAttempt = BilledAttempt &
  Pick<Attempt, "route" | "requestedModel" | "servedModel">;

/** What an attempt's usage costs at a list price; absent: its usage is not known. */
export type PriceAttempt = (attempt: BilledAttempt, price: Price) => number | undefined;

/**
 * A policy's eye on gateways, which choose by themselves what serves a request: pure.
 * Applied to an attempt before anything is decided on it.
 */
export interface ServedJudge {
  /** The attempt with its served route, its violation and its price; the very same where nothing was served for it. */
  judge(attempt: Attempt, signals: Signals): Attempt;
  /** The cost that `judge` finds, in whole nano-dollars: for whoever keeps the money. */
  costNanoUsd(attempt: ServedAttempt): number | undefined;
}
