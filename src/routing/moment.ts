import type { Refusal } from "../core/refusal.ts";
import type { Signals } from "../core/router.ts";

/** What holds for one record at one moment, as far as a strategy may look. */
export interface Moment {
  /** What is known of the past and from advisers; which day it is is no strategy's business. */
  readonly signals: Omit<Signals, "nowMs">;
  /** Nothing is refused but what is refused for the whole run. */
  readonly isCalm: boolean;
  /** Why a route may not be called, always or now; absent: it may. */
  refusalOf(route: string): Refusal | undefined;
  isEligible(route: string): boolean;
}
