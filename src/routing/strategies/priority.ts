import { firstEligible } from "./first-eligible.ts";
import type { PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

/** The first eligible route of a list; the rest of the list follows after transient errors. */
export function priority(
  { routes }: StrategyOf<"priority">,
  context: StrategyContext,
): PreparedStrategy {
  const choice = firstEligible(routes, "the priority list", context);
  return { choices: [choice], choose: () => choice, succession: routes, escalation: undefined };
}
