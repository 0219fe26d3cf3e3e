import type { TransitionRule } from "../core/policy.ts";
import { transitionTable, type Transition } from "./transition-table.ts";
import { readTrigger, type Trigger } from "./trigger.ts";

/** A rule with its trigger read, and what the transition table makes of it. */
export interface ReadRule {
  /** The trigger as it is written. */
  readonly name: string;
  readonly trigger: Trigger;
  readonly effect: Transition["effect"];
  /** Where a rule leads; absent: to the first backup that may follow, or nowhere. */
  readonly route: string | undefined;
}

/** A rule that ends a record. */
export type EndingRule = ReadRule & { readonly effect: "stop" | "queue" };

export function endsRecord(rule: ReadRule): rule is EndingRule {
  return rule.effect === "stop" || rule.effect === "queue";
}

/**
 * A policy's rules in the order in which they are tried: by rank, and as they are written within
 * one. Each trigger is read here, once, not once an attempt.
 */
export function readTransitionRules(transitions: readonly TransitionRule[]): readonly ReadRule[] {
  return transitions
    .map((rule) => ({ rule, ...transitionTable[rule.reaction.kind] }))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ rule, effect }) => ({
      name: rule.trigger,
      trigger: readTrigger(rule),
      effect,
      route: rule.reaction.kind === "fallback" ? rule.reaction.route : undefined,
    }));
}
