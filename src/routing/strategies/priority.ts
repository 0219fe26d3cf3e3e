import { firstEligible } from "./first-eligible.ts";
import type { PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

/** The first eligible route of a list; the rest of the list follows after transient errors. */
export function priority(
  { routes }: StrategyOf<"priority">,
  context: StrategyContext,
): PreparedStrategy {
  const list = "the priority list";
  const choice = firstEligible(routes, list, context);
  return {
    choices: [choice],
    choose: (_view, moment) =>
      moment.isEligible(choice.route) ? choice : firstEligible(routes, list, moment),
    succession: routes,
    escalation: undefined,
  };
}
