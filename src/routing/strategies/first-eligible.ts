import type { Choice } from "./prepared-strategy.ts";

/** Who knows whether a route may be called: for the whole run, or for one record. */
export interface Judgement {
  isEligible(route: string): boolean;
}

/** The first route of a list that may be called; where none may, the first, to be refused by name. */
export function firstEligible(
  routes: readonly string[],
  list: string,
  judgement: Judgement,
): Choice {
  const index = routes.findIndex((route) => judgement.isEligible(route));
  const [first = ""] = routes;
  if (index <= 0) return { route: first, because: `first of ${list}` };
  const passedOver = routes.slice(0, index).join(", ");
  return {
    route: routes[index] ?? first,
    because: `first eligible of ${list}, after ${passedOver}`,
  };
}
