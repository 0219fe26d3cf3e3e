import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { reviewReasons } from "./review-reasons.ts";
import type { Choice } from "./strategies/prepared-strategy.ts";

const noReasons: readonly string[] = [];

/**
 * Decides on records. A policy has few choices, so each one's decision is made once, and handed
 * out as it is wherever nobody has to review the record.
 *
 * A chosen route that is refused is unavailable before the first call: where the policy falls back
 * on `primary_route_unavailable`, the first backup that may follow stands in for it, and the first
 * call is a fallback. Where it does not, there is no route: a rule whose route is refused is not
 * skipped, because what the next rule says was not meant for this record.
 */
export function createDecisionMaker(work: PolicyAtWork): (view: RequestView) => Decision {
  const decisions = new Map<Choice, Decision>();
  for (const choice of work.strategy.choices) decisions.set(choice, decisionOn(choice, work));
  const reasonsFor = reviewReasons(work.policy);
  return (view) => {
    const choice = work.strategy.choose(view);
    const decision = decisions.get(choice) ?? decisionOn(choice, work);
    const review = reasonsFor(view);
    return review.length === 0 ? decision : { ...decision, review };
  };
}

function decisionOn(choice: Choice, work: PolicyAtWork): Decision {
  const { considered } = work.eligibility;
  if (work.eligibility.isEligible(choice.route)) {
    const { route, because } = choice;
    return { route, because, chain: chainAfter(route, work), considered, review: noReasons };
  }
  const refused = `${choice.because}; "${choice.route}" is refused: ${work.eligibility.refusalOf(choice.route)}`;
  const route = standInFor(choice.route, work);
  if (route === undefined) {
    return { route, because: refused, chain: [], considered, review: noReasons };
  }
  return {
    route,
    standsInFor: choice.route,
    because: `primary_route_unavailable: ${refused}`,
    chain: chainAfter(route, work),
    considered,
    review: noReasons,
  };
}

function standInFor(refused: string, { rules, routes }: PolicyAtWork): string | undefined {
  for (const { trigger, route } of rules.fallbacks) {
    if (trigger.kind !== "primary_route_unavailable") continue;
    if (route === undefined) {
      const backup = routes.backups.find((name) => name !== refused);
      if (backup !== undefined) return backup;
    } else if (routes.mayFollow(route)) return route;
  }
  return undefined;
}

/** What may follow a route, in the order in which it would be tried. */
function chainAfter(decided: string, work: PolicyAtWork): readonly string[] {
  const { rules, routes, strategy } = work;
  const chain = new Set<string>();
  if (strategy.escalation !== undefined) {
    const { routes: cascade, maxEscalations } = strategy.escalation;
    const from = cascade.indexOf(decided) + 1;
    for (const route of cascade.slice(from, from + maxEscalations)) chain.add(route);
  }
  for (const route of strategy.succession) if (routes.mayFollow(route)) chain.add(route);
  for (const { route } of rules.fallbacks) {
    if (route === undefined) for (const backup of routes.backups) chain.add(backup);
    else if (routes.mayFollow(route)) chain.add(route);
  }
  chain.delete(decided);
  return [...chain];
}
