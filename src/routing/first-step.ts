import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Step } from "../core/step.ts";
import { stopAtCeiling } from "./ceiling-reaction.ts";
import { isUnsure } from "./classified.ts";
import { staticAnswerOf } from "./degradation.ts";
import { holdsOnRequest } from "./named-condition.ts";
import { withoutRoute } from "./no-eligible-route.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { holdsOnRefusal } from "./refusal-triggers.ts";
import { endsRecord } from "./transition-rules.ts";
import type { Trigger } from "./trigger.ts";

/**
 * What a policy does before any call. A stop or queue rule for a condition that the request itself
 * fulfils (`compliance_flag: true`) holds now: such a request must not reach a provider at all. The
 * same goes for what the chosen route is refused for, whatever may stand in for it.
 */
export function firstStep(
  work: PolicyAtWork,
  view: RequestView,
  decision: Decision,
  signals: Signals,
): Step {
  for (const rule of work.rules) {
    if (endsRecord(rule) && holdsAtOnce(rule.trigger, view, decision)) {
      return { kind: rule.effect, because: `${rule.name} before any call` };
    }
  }
  const { route, because, standsInFor, heldFor } = decision;
  if (heldFor !== undefined) {
    return { kind: "queue", because: heldFor === "queue" ? because : `${heldFor}: ${because}` };
  }
  if (route === undefined) {
    return stopAtCeiling(decision, work) ?? withoutRoute(work.policy, decision);
  }
  const { maxAttempts } = work.policy.fallback;
  if (maxAttempts < 1) return endWithoutCall(work, "max_attempts is 0");
  const { maxQueueMs } = work.policy.latency;
  const { queuedMs } = signals;
  if (maxQueueMs !== undefined && queuedMs !== undefined && queuedMs > maxQueueMs) {
    return endWithoutCall(work, `it waited ${queuedMs} ms, and max_queue_ms is ${maxQueueMs}`);
  }
  return {
    kind: "call",
    route,
    attempt: standsInFor === undefined ? "first" : "fallback",
    because,
    waitMs: 0,
    isUnreviewed:
      standsInFor !== undefined && work.routes.isUnreviewed(standsInFor, route, signals.nowMs),
  };
}

function holdsAtOnce(trigger: Trigger, view: RequestView, decision: Decision): boolean {
  const { refusedBy } = decision;
  if (refusedBy !== undefined && holdsOnRefusal(trigger, refusedBy, view)) return true;
  if (trigger.kind !== "condition") return false;
  return holdsOnRequest(trigger.name, view) || isUnsure(trigger.name, decision);
}

function endWithoutCall({ policy }: PolicyAtWork, because: string): Step {
  return staticAnswerOf(policy, because) ?? { kind: "give_up", because };
}
