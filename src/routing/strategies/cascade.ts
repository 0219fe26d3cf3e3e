import type { Attempt } from "../../core/attempt.ts";
import { attemptCondition } from "../policy-expression.ts";
import { firstEligible } from "./first-eligible.ts";
import type {
  Escalation,
  PreparedStrategy,
  StrategyContext,
  StrategyOf,
} from "./prepared-strategy.ts";

/**
 * The first eligible route; `escalate_when` moves on to the next one, forward only, once each.
 *
 * After a failed attempt whose retries are spent the condition is asked as well, and escalates
 * where it is written for it (`has(response.error) || …`); else fallback rules follow.
 */
export function cascade(
  strategy: StrategyOf<"cascade">,
  context: StrategyContext,
): PreparedStrategy {
  const list = "the cascade";
  const choice = firstEligible(strategy.routes, list, context);
  const routes = strategy.routes.filter((route) => context.isEligible(route));
  const isWanted = attemptCondition("escalate_when", strategy.escalateWhen);
  const { maxEscalations } = strategy;
  const nextRoute: Escalation["nextRoute"] = (view, soFar, moment) => {
    const route = routes.slice(furthest(routes, soFar) + 1).find((name) => moment.isEligible(name));
    if (route === undefined || escalationsIn(soFar) >= maxEscalations) return undefined;
    return isWanted(view, soFar) ? route : undefined;
  };
  return {
    choices: [choice],
    choose: (_view, moment) =>
      moment.isEligible(choice.route) ? choice : firstEligible(strategy.routes, list, moment),
    succession: [],
    escalation: { routes, maxEscalations, nextRoute },
  };
}

/** Position of the last cascade route that was called, whoever called it. */
function furthest(routes: readonly string[], soFar: readonly Attempt[]): number {
  let position = -1;
  for (const { route } of soFar) position = Math.max(position, routes.indexOf(route));
  return position;
}

function escalationsIn(soFar: readonly Attempt[]): number {
  let count = 0;
  for (const { kind } of soFar) if (kind === "escalation") count += 1;
  return count;
}
