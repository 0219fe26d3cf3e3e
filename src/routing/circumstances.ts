import type { Refusal } from "../core/refusal.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Route } from "../core/route.ts";
import type { Signals } from "../core/router.ts";
import type { FilterAtWork } from "./filters/filter.ts";

/** What speaks against routes for one record at one moment, beside what always does. */
export interface Circumstances {
  refusalOf(route: string): Refusal | undefined;
}

/** Nothing does: the one value for all records without any objection. */
export const calm: Circumstances = { refusalOf: () => undefined };

/** Reads the circumstances of a record off its request and the signals. */
export type ReadCircumstances = (view: RequestView, signals: Signals) => Circumstances;

/** Asks filters, in their order, of routes; the first objection to each is the one that counts. */
export function circumstancesReader(
  filters: readonly FilterAtWork[],
  routes: readonly Route[],
): ReadCircumstances {
  if (filters.length === 0) return () => calm;
  return (view, signals) => {
    let refusals: Map<string, Refusal> | undefined;
    for (const filter of filters) {
      if (filter.isConcerned?.(view) === false) continue;
      for (const route of routes) {
        if (refusals?.has(route.name) === true) continue;
        const refusal = filter.refusalOf(route, view, signals);
        if (refusal !== undefined) (refusals ??= new Map()).set(route.name, refusal);
      }
    }
    if (refusals === undefined) return calm;
    const found = refusals;
    return { refusalOf: (route) => found.get(route) };
  };
}
