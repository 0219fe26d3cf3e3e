import { firstTrueCondition } from "../policy-expression.ts";
import type { Choice, PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/** The route of the first rule that matches, else the primary route. */
export function rules(strategy: StrategyOf<"rules">): PreparedStrategy {
  const choices = strategy.rules.map((rule, index): Choice => ({
    route: rule.route,
    because: `rule ${index + 1}: ${rule.when.text}`,
  }));
  const firstTrue = firstTrueCondition(
    strategy.rules.map(({ when }) => when),
    (index) => `rule ${index + 1}`,
  );
  const otherwise: Choice = { route: strategy.otherwise, because: "no rule matches" };
  return {
    choices: [...choices, otherwise],
    choose: (view) => choices[firstTrue(view)] ?? otherwise,
    succession: [],
    escalation: undefined,
  };
}
