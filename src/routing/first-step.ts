import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Step } from "../core/step.ts";
import { holdsOnRequest } from "./named-condition.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";

/**
 * What a policy does before any call. A stop or queue rule for a condition that the request itself
 * fulfils (`compliance_flag: true`) holds now: such a request must not reach a provider at all.
 */
export function firstStep(
  work: PolicyAtWork,
  view: RequestView,
  decision: Decision,
  signals: Signals,
): Step {
  for (const { name, effect, trigger } of work.rules) {
    if (effect !== "stop" && effect !== "queue") continue;
    if (trigger.kind === "condition" && holdsOnRequest(trigger.name, view)) {
      return { kind: effect, because: `${name} before any call` };
    }
  }
  const { route, because, standsInFor, heldFor } = decision;
  if (heldFor !== undefined) {
    return { kind: "queue", because: heldFor === "queue" ? because : `${heldFor}: ${because}` };
  }
  if (route === undefined) return { kind: "give_up", because };
  if (work.policy.fallback.maxAttempts < 1) {
    return { kind: "give_up", because: "max_attempts is 0" };
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
