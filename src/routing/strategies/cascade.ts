import type { Attempt } from "../../core/attempt.ts";
import type { RequestView } from "../../core/request-view.ts";
import { triggerCondition } from "../policy-expression.ts";
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
 * After a failed attempt whose retries are spent the condition is asked as well: it sees
 * `response.error`, and escalates where it is written for it (`has(response.error) || …`). A
 * condition that needs an answer to be evaluated does not escalate a failure: fallback rules
 * follow. On an answer, failing to evaluate is an error of the policy.
 */
export function cascade(
  strategy: StrategyOf<"cascade">,
  context: StrategyContext,
): PreparedStrategy {
  const list = "the cascade";
  const choice = firstEligible(strategy.routes, list, context);
  const routes = strategy.routes.filter((route) => context.isEligible(route));
  const escalates = triggerCondition("escalate_when", strategy.escalateWhen);
  const { maxEscalations } = strategy;
  const nextRoute: Escalation["nextRoute"] = (view, soFar, moment) => {
    const route = routes.slice(furthest(routes, soFar) + 1).find((name) => moment.isEligible(name));
    if (route === undefined || escalationsIn(soFar) >= maxEscalations) return undefined;
    return isWanted(escalates, view, soFar) ? route : undefined;
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

function isWanted(
  escalates: (view: RequestView, soFar: readonly Attempt[]) => boolean,
  view: RequestView,
  soFar: readonly Attempt[],
): boolean {
  if (soFar.at(-1)?.result.kind === "response") return escalates(view, soFar);
  try {
    return escalates(view, soFar);
  } catch {
    return false;
  }
}
