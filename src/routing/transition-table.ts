import type { Reaction } from "../core/policy.ts";

/** What a kind of rule does to a record. */
export interface Transition {
  /** Which kind goes first where rules of several kinds hold: the lowest. */
  readonly rank: number;
  /** `stop` and `queue` end the record; the others call the same route again, or another one. */
  readonly effect: "stop" | "queue" | "same_route" | "other_route";
}

/**
 * Every reaction that a policy can write, as data: what the engine does with a rule is what stands
 * here and nothing else. Stopping comes before trying again, and trying again before going
 * elsewhere; a cascade's escalation goes right before the first rule that leads elsewhere.
 */
export const transitionTable: Readonly<Record<Reaction["kind"], Transition>> = {
  stop: { rank: 0, effect: "stop" },
  queue: { rank: 1, effect: "queue" },
  retry: { rank: 2, effect: "same_route" },
  fallback: { rank: 3, effect: "other_route" },
};
