import type { Step } from "../core/step.ts";
import { retryWaitMs } from "./retry-wait.ts";
import { reason, type Situation } from "./situation.ts";
import type { ReadRule } from "./transition-rules.ts";
import { holds } from "./trigger.ts";

/** The rule that asks for a retry, as long as the route has not been retried for this record. */
export function retryRule(situation: Situation): ReadRule | undefined {
  const { work, soFar, last, moment } = situation;
  if (work.retries.length === 0) return undefined;
  if (soFar.some(({ kind, route }) => kind === "retry" && route === last.route)) return undefined;
  if (!moment.isEligible(last.route)) return undefined;
  return work.retries.find(({ trigger }) => holds(trigger, situation, false));
}

/** The last route once more, after the wait that its failure asks for. */
export function retryStep(rule: ReadRule, situation: Situation): Step {
  const { soFar, last } = situation;
  const retriesSoFar = soFar.filter(({ kind }) => kind === "retry").length;
  const { result } = last;
  return {
    kind: "call",
    route: last.route,
    attempt: "retry",
    because: reason(rule.name, situation),
    waitMs: result.kind === "failure" ? retryWaitMs(result.failure, retriesSoFar) : 0,
    isUnreviewed: false,
  };
}
