import { unitInterval } from "../../core/seed.ts";
import { requestText } from "../policy-expression.ts";
import { firstEligible } from "./first-eligible.ts";
import type { PreparedStrategy, StrategyContext, StrategyOf } from "./prepared-strategy.ts";

/**
 * Splits traffic by weight, over the routes that may be called. The hash of seed, policy and sticky
 * value decides, never a random call: the same customer stays on the same route.
 */
export function weighted(
  { routes, stickyBy }: StrategyOf<"weighted">,
  context: StrategyContext,
): PreparedStrategy {
  const eligible = routes.filter(({ route }) => context.isEligible(route));
  const total = eligible.reduce((sum, { weight }) => sum + weight, 0);
  const by = stickyBy === undefined ? "record id" : stickyBy.text;
  const choices = eligible.map(({ route, weight }) => ({
    route,
    because: `weight ${weight} of ${total} over the eligible routes, by ${by}`,
  }));
  const last = choices.at(-1) ?? firstNamed(routes, context);
  const sticky = stickyBy === undefined ? undefined : requestText("sticky_by", stickyBy);
  return {
    choices: choices.length === 0 ? [last] : choices,
    choose(view) {
      const value = sticky === undefined ? view.recordId : sticky(view);
      let rest = unitInterval(`${context.options.seed}/${context.policyName}/${value}`) * total;
      for (let index = 0; index < eligible.length; index += 1) {
        rest -= eligible[index]?.weight ?? 0;
        if (rest < 0) return choices[index] ?? last;
      }
      return last;
    },
    succession: [],
    escalation: undefined,
  };
}

function firstNamed(
  routes: StrategyOf<"weighted">["routes"],
  context: StrategyContext,
): {
  readonly route: string;
  readonly because: string;
} {
  return firstEligible(
    routes.map(({ route }) => route),
    "the weighted routes",
    context,
  );
}
