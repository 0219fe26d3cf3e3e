import { endedInTransientError } from "../core/ended-in.ts";
import type { Step } from "../core/step.ts";
import { endOnRefusal } from "./refusal-triggers.ts";
import { reason, type Situation } from "./situation.ts";
import type { ReadRule } from "./transition-rules.ts";

/** The next route of a cascade, where one is left and wanted. */
export function escalationStep(situation: Situation): Step | undefined {
  const { work, view, soFar } = situation;
  const { escalation } = work.strategy;
  if (escalation === undefined) return undefined;
  const route = escalation.nextRoute(view, soFar, situation.moment);
  if (route === undefined) return undefined;
  const because = reason("escalate_when", situation);
  if (lacksApproval(route, situation)) return queueUnapproved(route, because, situation);
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

/**
 * A call of the first target that may be called. One that is refused for its region ends the record
 * where the policy stops on that. Where the risk is high and nobody approved of any change that is
 * left, a person has to decide.
 */
function stepTo(
  targets: readonly string[],
  trigger: string,
  situation: Situation,
): Step | undefined {
  const { work, view, soFar, last, moment, signals } = situation;
  const because = reason(trigger, situation);
  let unapproved: string | undefined;
  for (const route of targets) {
    if (!work.routes.mayFollow(route) || soFar.some((earlier) => earlier.route === route)) continue;
    const refusal = moment.refusalOf(route);
    if (refusal?.kind === "region") {
      const end = endOnRefusal(work.rules, refusal.kind, view);
      const why = `"${route}" is refused: ${refusal.because}`;
      if (end !== undefined) return { kind: end.effect, because: `${end.name}: ${why}` };
    }
    if (refusal?.kind === "risk" || (refusal === undefined && lacksApproval(route, situation))) {
      unapproved ??= route;
    } else if (refusal === undefined) {
      const isUnreviewed = work.routes.isUnreviewed(last.route, route, signals.nowMs);
      return { kind: "call", route, attempt: "fallback", because, waitMs: 0, isUnreviewed };
    }
  }
  return unapproved === undefined ? undefined : queueUnapproved(unapproved, because, situation);
}

/** Whether a change to a route would be one that high risk allows nobody to make unasked. */
export function lacksApproval(
  route: string,
  { work, view, last, signals }: Pick<Situation, "work" | "view" | "last" | "signals">,
): boolean {
  return (
    route !== last.route &&
    work.riskClassOf(view) === "high" &&
    !work.routes.hasApproval(last.route, route, signals.nowMs)
  );
}

function queueUnapproved(route: string, because: string, { last }: Situation): Step {
  const why = `the risk is high, and nobody approved going from ${last.route} to ${route}`;
  return { kind: "queue", because: `${because}: ${why}` };
}
