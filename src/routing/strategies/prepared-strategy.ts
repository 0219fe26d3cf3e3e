import type { Attempt } from "../../core/attempt.ts";
import type { Strategy } from "../../core/strategy.ts";
import type { RequestView } from "../../core/request-view.ts";

/** A strategy's part of a policy, by its name. */
export type StrategyOf<K extends Strategy["kind"]> = Extract<Strategy, { readonly kind: K }>;

/** A route that a strategy may choose, with the reason; made once, not once a record. */
export interface Choice {
  readonly route: string;
  readonly because: string;
}

/** A strategy at work for one policy. */
export interface PreparedStrategy {
  /** Every choice that `choose` can return: the very same objects. */
  readonly choices: readonly Choice[];
  choose(view: RequestView): Choice;
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
  nextRoute(view: RequestView, soFar: readonly Attempt[]): string | undefined;
}

/** What strategies know of their policy. */
export interface StrategyContext {
  readonly policyName: string;
  /** What all chance of a run depends on. */
  readonly seed: number;
  isEligible(route: string): boolean;
}
