import type { Refusal, RefusalKind } from "../core/refusal.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import { isCapped } from "./ceiling-reaction.ts";
import type { Moment } from "./moment.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { endOnRefusal, holdsOnRefusal } from "./refusal-triggers.ts";

/** Who takes the place of a chosen route that is refused before any call. */
export type StandIn =
  | { readonly kind: "route"; readonly route: string; readonly trigger: string }
  /** Somebody could, were it not for this. */
  | { readonly kind: "refused"; readonly refusal: Refusal }
  | { readonly kind: "nobody" };

/** A chosen route that may not be called for a record, at its moment. */
export interface RefusedChoice {
  readonly route: string;
  readonly refusal: Refusal;
  readonly view: RequestView;
  readonly signals: Signals;
  readonly moment: Moment;
}

/**
 * The first route that the policy falls back to on what the chosen one is refused for. Where the
 * risk is high only an approved one will do; where nothing but money keeps one from serving, what
 * the policy falls back to on that comes next.
 */
export function standInFor(chosen: RefusedChoice, work: PolicyAtWork): StandIn {
  const found = standInOn(chosen.refusal.kind, chosen, work);
  if (found.kind !== "refused" || !isCapped(found.refusal)) return found;
  const cheaper = standInOn(found.refusal.kind, chosen, work);
  return cheaper.kind === "route" ? cheaper : found;
}

function standInOn(kind: RefusalKind, chosen: RefusedChoice, work: PolicyAtWork): StandIn {
  let missing: Refusal | undefined;
  let capped: Refusal | undefined;
  for (const { name: trigger, trigger: waitsFor, effect, route } of work.rules) {
    if (effect !== "other_route" || !holdsOnRefusal(waitsFor, kind, chosen.view)) {
      continue;
    }
    for (const target of route === undefined ? work.routes.backups : [route]) {
      if (target === chosen.route || !work.routes.mayFollow(target)) continue;
      const refusal = chosen.moment.refusalOf(target) ?? approvalMissing(target, chosen, work);
      if (refusal === undefined) return { kind: "route", route: target, trigger };
      const endsRecord =
        refusal.kind === "region" && endOnRefusal(work.rules, "region", chosen.view) !== undefined;
      if (endsRecord) return { kind: "refused", refusal };
      if (refusal.kind === "risk") missing ??= refusal;
      // Of a chosen route that money refuses the ceiling is told already.
      if (isCapped(refusal) && !isCapped(chosen.refusal)) capped ??= refusal;
    }
  }
  const refusal = missing ?? capped;
  return refusal === undefined ? { kind: "nobody" } : { kind: "refused", refusal };
}

function approvalMissing(
  target: string,
  { route, view, signals }: RefusedChoice,
  work: PolicyAtWork,
): Refusal | undefined {
  if (work.riskClassOf(view) !== "high") return undefined;
  if (work.routes.hasApproval(route, target, signals.nowMs)) return undefined;
  const because = `the risk is high, and nobody approved going from ${route} to ${target}`;
  return { kind: "risk", because };
}
