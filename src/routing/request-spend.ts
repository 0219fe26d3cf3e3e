import type { Attempt } from "../core/attempt.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Refusal } from "../core/refusal.ts";
import { usdWords } from "./amount-words.ts";
import { REQUEST_CAP } from "./filters/request-cap.ts";
import type { Moment } from "./moment.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";

/**
 * The moment after some attempts, under the cap on one request: what they cost counts, and of an
 * unknown cost the estimate; a route whose call would take the request over the cap is refused. The
 * very moment where there is no cap.
 */
export function underRequestCap(
  moment: Moment,
  view: RequestView,
  soFar: readonly Attempt[],
  work: PolicyAtWork,
): Moment {
  const cap = work.policy.cost.maxPerRequestNanoUsd;
  if (cap === undefined) return moment;
  let spent = 0;
  let atLeast = "";
  for (const { route, costNanoUsd } of soFar) {
    if (costNanoUsd === undefined) atLeast = "at least ";
    spent += costNanoUsd ?? work.costOf(route, view) ?? 0;
  }
  const refusalOf = (route: string): Refusal | undefined => {
    const refusal = moment.refusalOf(route);
    if (refusal !== undefined) return refusal;
    const estimate = work.costOf(route, view);
    const isFull = estimate === undefined ? spent >= cap : spent + estimate > cap;
    if (!isFull) return undefined;
    const next = estimate === undefined ? "" : `, and the call may cost ${usdWords(estimate)}`;
    const because = `of ${REQUEST_CAP} ${usdWords(cap)} the request has spent ${atLeast}${usdWords(spent)}${next}`;
    return { kind: "budget", ceiling: REQUEST_CAP, because };
  };
  return {
    ...moment,
    isCalm: false,
    refusalOf,
    isEligible: (route) => refusalOf(route) === undefined,
  };
}
