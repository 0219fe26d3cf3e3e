import type { Classification } from "../../core/advice.ts";
import type { Attempt } from "../../core/attempt.ts";
import type { HeldFor, RouteScore } from "../../core/decision.ts";
import type { Strategy } from "../../core/strategy.ts";
import type { RequestView } from "../../core/request-view.ts";
import type { Registry } from "../../core/route.ts";
import type { Moment } from "../moment.ts";
import type { RouterOptions } from "../router-options.ts";

/** A strategy's part of a policy, by its name. */
export type StrategyOf<K extends Strategy["kind"]> = Extract<Strategy, { readonly kind: K }>;

/** A route that a strategy chooses, with the reason. */
export interface Choice {
  readonly route: string;
  readonly because: string;
  /** Routes that the strategy wants to follow after transient errors, best first; absent: none. */
  readonly chain?: readonly string[];
  /** Absent: no routes were compared. */
  readonly scores?: readonly RouteScore[];
  /** Absent: nothing was classified. */
  readonly classification?: Classification;
}

/** A record that a strategy sends to no route, with the reason. */
export interface Held {
  readonly route: undefined;
  readonly heldFor: HeldFor;
  readonly because: string;
  readonly classification: Classification;
}

/** A strategy at work for one policy. */
export interface PreparedStrategy {
  /** Choices made once, not once a record: `choose` returns the very same objects. */
  readonly choices: readonly (Choice | Held)[];
  /** Where no route of the strategy may be called, one that is refused, to be refused by name. */
  choose(view: RequestView, moment: Moment): Choice | Held;
  /** Routes that follow one another after transient errors, without any rule that says so. */
  readonly succession: readonly string[];
  readonly escalation: Escalation | undefined;
}

/** How a cascade goes on to its next route. */
export interface Escalation {
  /** Eligible routes in order. */
  readonly routes: readonly string[];
  readonly maxEscalations: number;
  /** The route to escalate to after the last attempt; absent: none is left, or none is wanted. */
  nextRoute(view: RequestView, soFar: readonly Attempt[], moment: Moment): string | undefined;
}

/** What strategies know of their policy. */
export interface StrategyContext {
  readonly policyName: string;
  readonly registry: Registry;
  readonly options: RouterOptions;
  /** Whether nothing speaks against a route for the whole run. */
  isEligible(route: string): boolean;
}
