import type { Choice, StrategyContext } from "./prepared-strategy.ts";

/** The first route of a list that may be called; where none may, the first, to be refused by name. */
export function firstEligible(
  routes: readonly string[],
  list: string,
  context: StrategyContext,
): Choice {
  const index = routes.findIndex((route) => context.isEligible(route));
  const [first = ""] = routes;
  if (index <= 0) return { route: first, because: `first of ${list}` };
  const passedOver = routes.slice(0, index).join(", ");
  return {
    route: routes[index] ?? first,
    because: `first eligible of ${list}, after ${passedOver}`,
  };
}
