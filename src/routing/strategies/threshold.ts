import { requestNumber } from "../policy-expression.ts";
import type { Choice, PreparedStrategy, StrategyOf } from "./prepared-strategy.ts";

/** One route where a score reaches its threshold, another below it. */
export function threshold(strategy: StrategyOf<"threshold">): PreparedStrategy {
  const { atLeast } = strategy;
  const score = requestNumber("the threshold's score", strategy.score);
  const reached: Choice = {
    route: strategy.route,
    because: `${strategy.score.text} is at least ${atLeast}`,
  };
  const missed: Choice = {
    route: strategy.otherwise,
    because: `${strategy.score.text} is below ${atLeast}`,
  };
  return {
    choices: [reached, missed],
    choose: (view) => (score(view) >= atLeast ? reached : missed),
    succession: [],
    escalation: undefined,
  };
}
