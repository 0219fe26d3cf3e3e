import type { Step } from "../core/step.ts";
import { reason, type Situation } from "./situation.ts";
import type { ReadRule } from "./transition-rules.ts";
import { endedInTransientError } from "./trigger.ts";

/** The next route of a cascade, where one is left and wanted. */
export function escalationStep(situation: Situation): Step | undefined {
  const { work, view, soFar, moment } = situation;
  const route = work.strategy.escalation?.nextRoute(view, soFar, moment);
  if (route === undefined) return undefined;
  const because = reason("escalate_when", situation);
  return { kind: "call", route, attempt: "escalation", because, waitMs: 0, isUnreviewed: false };
}

/** The route that a rule leads to, else the first backup that has not been called. */
export function fallbackStep(rule: ReadRule, situation: Situation): Step | undefined {
  const { decision, work } = situation;
  const own = decision.succession ?? [];
  const targets = rule.route === undefined ? [...own, ...work.routes.backups] : [rule.route];
  return stepTo(targets, rule.name, situation);
}

/** The next of the routes that the strategy itself tries after transient errors. */
export function successionStep(situation: Situation): Step | undefined {
  const { decision, work, last } = situation;
  if (!endedInTransientError(last)) return undefined;
  return stepTo(decision.succession ?? work.strategy.succession, "transient_error", situation);
}

function stepTo(
  targets: readonly string[],
  trigger: string,
  situation: Situation,
): Step | undefined {
  const { work, soFar, last, moment, signals } = situation;
  const target = targets.find(
    (name) =>
      work.routes.mayFollow(name) &&
      moment.isEligible(name) &&
      !soFar.some(({ route }) => route === name),
  );
  if (target === undefined) return undefined;
  return {
    kind: "call",
    route: target,
    attempt: "fallback",
    because: reason(trigger, situation),
    waitMs: 0,
    isUnreviewed: work.routes.isUnreviewed(last.route, target, signals.nowMs),
  };
}
