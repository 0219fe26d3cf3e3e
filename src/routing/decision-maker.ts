import type { ConsideredRoute, Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import { underCeilings } from "./ceiling-reaction.ts";
import type { Moment } from "./moment.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { standInFor } from "./stand-in.ts";
import type { Choice, Held } from "./strategies/prepared-strategy.ts";

const noReasons: readonly string[] = [];

/** Chooses a route for a record, or says why there is none. */
export type Decide = (view: RequestView, signals: Signals) => Decision;

/**
 * Decides on records. A policy has few choices, so each one's decision is made once, and handed
 * out as it is wherever nobody has to review the record and nothing speaks against a route for this
 * record alone.
 *
 * A chosen route that is refused is unavailable before the first call: where the policy falls back
 * on that, the first backup that may follow stands in for it, and the first call is a fallback.
 * Where it does not, there is no route: a rule whose route is refused is not skipped, because what
 * the next rule says was not meant for this record.
 */
export function createDecisionMaker(work: PolicyAtWork): Decide {
  const { strategy, review } = work;
  const decisions = new Map<Choice | Held, Decision>();
  return (view, signals) => {
    const moment = work.momentOf(view, signals);
    const capped = moment.isCalm ? undefined : underCeilings(view, signals, moment, work);
    const choice = capped?.choice ?? strategy.choose(view, moment);
    // Of a choice that was made beforehand nothing depends on the record, but for the risk of a
    // change of route that is due at once.
    const isKnown =
      moment.isCalm && (choice.route === undefined || moment.isEligible(choice.route));
    let decision = isKnown ? decisions.get(choice) : undefined;
    if (decision === undefined) {
      decision =
        choice.route === undefined
          ? heldDecision(choice, moment, work)
          : decisionOn({ choice, view, signals, moment }, work);
      if (capped !== undefined) decision = { ...decision, ...capped.told };
      if (isKnown && strategy.choices.includes(choice)) decisions.set(choice, decision);
    }
    const reasons = review.before(view, decision);
    return reasons.length === 0 ? decision : { ...decision, review: reasons };
  };
}

interface Question {
  readonly choice: Choice;
  readonly view: RequestView;
  readonly signals: Signals;
  readonly moment: Moment;
}

function decisionOn({ choice, view, signals, moment }: Question, work: PolicyAtWork): Decision {
  const { route: chosen, because, scores, classification } = choice;
  const rest = {
    ...consideredNow(moment, work),
    review: noReasons,
    ...(choice.chain && { succession: choice.chain }),
    ...(scores && { scores }),
    ...(classification && { classification }),
  };
  const refusal = moment.refusalOf(chosen);
  if (refusal === undefined) {
    return { route: chosen, because, chain: chainAfter(chosen, choice, moment, work), ...rest };
  }
  const refused = `${because}; "${chosen}" is refused: ${refusal.because}`;
  const found = standInFor({ route: chosen, refusal, view, signals, moment }, work);
  switch (found.kind) {
    case "nobody":
      return { route: undefined, because: refused, chain: [], ...rest, refusedBy: refusal.kind };
    case "refused": {
      const why = `${refused}; ${found.refusal.because}`;
      const { kind: refusedBy, ceiling: cappedBy } = found.refusal;
      const none: Decision = { route: undefined, because: why, chain: [], ...rest, refusedBy };
      return cappedBy === undefined ? none : { ...none, cappedBy };
    }
    case "route":
      return {
        route: found.route,
        standsInFor: chosen,
        because: `${found.trigger}: ${refused}`,
        chain: chainAfter(found.route, choice, moment, work),
        ...rest,
        refusedBy: refusal.kind,
      };
  }
}

/** No route is wrong for the record: the policy itself holds it back. */
function heldDecision(choice: Held, moment: Moment, work: PolicyAtWork): Decision {
  const { because, heldFor, classification } = choice;
  const considered = consideredNow(moment, work);
  return {
    route: undefined,
    heldFor,
    because,
    chain: [],
    ...considered,
    review: noReasons,
    classification,
  };
}

/** Every route with what speaks against it by now; the very list of the run where nothing does. */
function consideredNow(
  moment: Moment,
  { eligibility }: PolicyAtWork,
): Pick<Decision, "considered" | "refused"> {
  if (moment.isCalm) return { considered: eligibility.considered };
  const refused: ConsideredRoute[] = [];
  const considered = eligibility.considered.map((route) => {
    const refusal = route.kept ? moment.refusalOf(route.route) : undefined;
    if (refusal === undefined) return route;
    const { kind, because } = refusal;
    const now: ConsideredRoute = { route: route.route, kept: false, kind, because };
    refused.push(now);
    return now;
  });
  return { considered, refused };
}

/** What may follow a route, in the order in which it would be tried. */
function chainAfter(
  decided: string,
  { chain: own = [] }: Choice,
  moment: Moment,
  { rules, routes, strategy }: PolicyAtWork,
): readonly string[] {
  const chain = new Set<string>();
  if (strategy.escalation !== undefined) {
    const { routes: cascade, maxEscalations } = strategy.escalation;
    const from = cascade.indexOf(decided) + 1;
    const open = cascade.slice(from).filter((route) => moment.isEligible(route));
    for (const route of open.slice(0, maxEscalations)) chain.add(route);
  }
  const follow = (names: readonly string[]): void => {
    for (const name of names) {
      if (routes.mayFollow(name) && moment.isEligible(name)) chain.add(name);
    }
  };
  follow(own);
  follow(strategy.succession);
  for (const { effect, route } of rules) {
    if (effect === "other_route") follow(route === undefined ? routes.backups : [route]);
  }
  chain.delete(decided);
  return [...chain];
}
