import type { Step } from "../core/step.ts";
import { retryWaitMs } from "./retry-wait.ts";
import { reason, type Situation } from "./situation.ts";
import type { ReadRule } from "./transition-rules.ts";
import { holds } from "./trigger.ts";

/**
 * The rule that asks for a retry, as long as the route may be called, has not been retried for this
 * record, and the deadline leaves time for more than the wait.
 */
export function retryRule(situation: Situation): ReadRule | undefined {
  const { work, soFar, last, timeLeftMs } = situation;
  if (work.retries.length === 0) return undefined;
  if (soFar.some(({ kind, route }) => kind === "retry" && route === last.route)) return undefined;
  const rule = work.retries.find(({ trigger }) => holds(trigger, situation, false));
  if (rule === undefined || waitOf(situation) >= timeLeftMs) return undefined;
  return situation.moment.isEligible(last.route) ? rule : undefined;
}

/** The last route once more, after the wait that its failure asks for. */
export function retryStep(rule: ReadRule, situation: Situation): Step {
  return {
    kind: "call",
    route: situation.last.route,
    attempt: "retry",
    because: reason(rule.name, situation),
    waitMs: waitOf(situation),
    isUnreviewed: false,
  };
}

function waitOf({ soFar, last: { result } }: Situation): number {
  if (result.kind !== "failure") return 0;
  const retriesSoFar = soFar.filter(({ kind }) => kind === "retry").length;
  return retryWaitMs(result.failure, retriesSoFar);
}
