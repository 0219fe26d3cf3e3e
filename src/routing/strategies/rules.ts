import { requestCondition } from "../policy-expression.ts";
import type { Choice, PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/** The route of the first rule that matches, else the primary route. */
export function rules(strategy: StrategyOf<"rules">): PreparedStrategy {
  const prepared = strategy.rules.map((rule, index) => ({
    matches: requestCondition(`rule ${index + 1}`, rule.when),
    choice: { route: rule.route, because: `rule ${index + 1}: ${rule.when.text}` },
  }));
  const otherwise: Choice = { route: strategy.otherwise, because: "no rule matches" };
  return {
    choices: [...prepared.map(({ choice }) => choice), otherwise],
    choose(view) {
      for (const { matches, choice } of prepared) if (matches(view)) return choice;
      return otherwise;
    },
    succession: [],
    escalation: undefined,
  };
}
