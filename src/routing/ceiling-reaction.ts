import type { CeilingReaction } from "../core/ceiling.ts";
import type { Decision } from "../core/decision.ts";
import type { Policy } from "../core/policy.ts";
import type { Refusal } from "../core/refusal.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Step } from "../core/step.ts";
import { staticAnswerOf } from "./degradation.ts";
import type { Moment } from "./moment.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import type { Choice } from "./strategies/prepared-strategy.ts";

/** What money makes of a choice. */
export interface CappedChoice {
  readonly choice: Choice;
  /** What the decision tells of it. */
  readonly told: Pick<Decision, "cappedBy" | "downgradedFrom">;
}

/** Whether a route is refused for money, requests or a share: what a ceiling counts. */
export function isCapped(refusal: Refusal | undefined): refusal is Refusal {
  return refusal?.kind === "budget" || refusal?.kind === "quota";
}

/**
 * Looks at what the strategy would have chosen if money were no object. Where a ceiling refuses
 * that route, the record goes where the ceiling says; else to what the strategy chooses from the
 * routes that are left; else to the first backup that may follow, where the policy downgrades.
 * Where a ceiling or the policy says is a change of route as any other is: a route that is blocked
 * as a fallback never serves it, nor one, where the risk is high, that nobody approved for it.
 * Otherwise the choice stays, to be refused by name. Absent: no ceiling took the route.
 */
export function underCeilings(
  view: RequestView,
  signals: Signals,
  moment: Moment,
  work: PolicyAtWork,
): CappedChoice | undefined {
  const wanted = work.strategy.choose(view, withoutCeilings(moment));
  // A record that is held costs nothing.
  if (wanted.route === undefined) return undefined;
  const refusal = moment.refusalOf(wanted.route);
  if (!isCapped(refusal)) return undefined;
  const cappedBy = refusal.ceiling ?? "";
  const reaction = reactionTo(cappedBy, work.policy);
  const mayServe = (name: string): boolean =>
    name !== wanted.route &&
    work.routes.mayFollow(name) &&
    moment.isEligible(name) &&
    (work.riskClassOf(view) !== "high" ||
      work.routes.hasApproval(wanted.route, name, signals.nowMs));
  const route = downgradeRoutes(reaction, work.routes.backups).find(mayServe);
  const goTo = (choice: Choice): CappedChoice => ({
    choice: { ...choice, because: `${choice.because}, not "${wanted.route}": ${refusal.because}` },
    told: { cappedBy, downgradedFrom: wanted.route },
  });
  const isNamed = reaction.kind === "downgrade" && reaction.route !== undefined;
  if (isNamed && route !== undefined) return goTo({ route, because: `downgraded by ${cappedBy}` });
  const other = work.strategy.choose(view, moment);
  if (other.route !== undefined && other.route !== wanted.route) {
    if (moment.isEligible(other.route)) return goTo(other);
  }
  if (route !== undefined) return goTo({ route, because: `downgraded by ${cappedBy}` });
  return { choice: wanted, told: { cappedBy } };
}

/**
 * What a policy does before any call with a record for which money leaves no route; absent: it is
 * not for money. Rules for `budget_exceeded` have been asked before.
 */
export function stopAtCeiling(
  { refusedBy, cappedBy = "", because }: Decision,
  { policy }: PolicyAtWork,
): Step | undefined {
  if (refusedBy !== "budget" && refusedBy !== "quota") return undefined;
  if (reactionTo(cappedBy, policy).kind === "queue") return { kind: "queue", because };
  return staticAnswerOf(policy, because) ?? overBudget(because);
}

/** The end of a record that money kept from its next call. */
export function overBudget(because: string): Step {
  return { kind: "give_up", because, failure: "budget_exceeded" };
}

/** What is written for a ceiling; the cap on one request goes by `on_cap`. */
export function reactionTo(ceiling: string, { ceilings, cost }: Policy): CeilingReaction {
  return ceilings.find(({ name }) => name === ceiling)?.reaction ?? cost.onCap;
}

/** The same moment as if money were no object. */
export function withoutCeilings(moment: Moment): Moment {
  const refusalOf: Moment["refusalOf"] = (route) => {
    const refusal = moment.refusalOf(route);
    return isCapped(refusal) ? undefined : refusal;
  };
  return { ...moment, refusalOf, isEligible: (route) => refusalOf(route) === undefined };
}

/** Where a record may be moved, the first choice first; what the strategy may choose is no part. */
function downgradeRoutes(reaction: CeilingReaction, backups: readonly string[]): readonly string[] {
  if (reaction.kind !== "downgrade") return [];
  return reaction.route === undefined ? backups : [reaction.route];
}
