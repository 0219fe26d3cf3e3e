import type { TransitionRule } from "../core/policy.ts";
import { readTrigger, type Trigger } from "./trigger.ts";

/** A rule with its trigger read. */
export interface ReadRule {
  readonly name: string;
  readonly trigger: Trigger;
}

/** A policy's rules by what they do; within each list the order is the policy's. */
export interface TransitionRules {
  readonly stops: readonly (ReadRule & { readonly kind: "stop" | "queue" })[];
  readonly retries: readonly ReadRule[];
  /** `route` absent: the first backup that may follow. */
  readonly fallbacks: readonly (ReadRule & { readonly route: string | undefined })[];
}

/** Reads each trigger once, not once an attempt. */
export function readTransitionRules(transitions: readonly TransitionRule[]): TransitionRules {
  const stops: (ReadRule & { kind: "stop" | "queue" })[] = [];
  const retries: ReadRule[] = [];
  const fallbacks: (ReadRule & { route: string | undefined })[] = [];
  for (const { trigger, reaction } of transitions) {
    const rule = { name: trigger, trigger: readTrigger(trigger) };
    switch (reaction.kind) {
      case "stop":
      case "queue":
        stops.push({ ...rule, kind: reaction.kind });
        break;
      case "retry":
        retries.push(rule);
        break;
      case "fallback":
        fallbacks.push({ ...rule, route: reaction.route });
        break;
    }
  }
  return { stops, retries, fallbacks };
}
