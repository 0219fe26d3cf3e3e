import type { WrittenFailover } from "../../comparison/routes-setup.ts";
import type { Policy } from "../../core/policy.ts";
import type { Registry } from "../../core/route.ts";
import type { Strategy } from "../../core/strategy.ts";
import { routesOfStrategy } from "../../core/routes-of-policy.ts";
import type { DrilledFailover } from "./drilled-failovers.ts";
import { judgeRoutes } from "../../routing/eligibility.ts";
import { fallbackRoutes } from "../../routing/fallback-routes.ts";
import { routePool } from "../../routing/route-pool.ts";

/**
 * The fallbacks that a policy writes and may take: from each route that it chooses from to each
 * that may follow, as the engine itself would have it. An escalation is none.
 */
export function writtenFailovers(
  policy: Policy,
  registry: Registry,
  drilled: DrilledFailover,
): readonly WrittenFailover[] {
  const { strategy, fallback } = policy;
  const list = strategy.kind === "priority" ? strategy.routes : [];
  const rivals = rivalsOf(strategy, registry);
  const eligibility = judgeRoutes(policy, registry);
  const routes = fallbackRoutes(policy, list);
  const targets = new Set(list);
  for (const { reaction } of fallback.transitions) {
    if (reaction.kind !== "fallback") continue;
    if (reaction.route === undefined) for (const backup of routes.backups) targets.add(backup);
    else targets.add(reaction.route);
  }
  return [...new Set(routesOfStrategy(strategy, registry))].flatMap((from) =>
    [...new Set([...targets, ...(rivals.includes(from) ? rivals : [])])].flatMap((to) => {
      // A priority list is gone through downwards.
      const isBefore = list.includes(to) && list.indexOf(to) <= list.indexOf(from);
      if (from === to || isBefore || !routes.mayFollow(to) || !eligibility.isEligible(to))
        return [];
      return [{ from, to, drilled: drilled(from, to) }];
    }),
  );
}

/** Routes that a strategy compares, of which any may follow any other: which one the record decides. */
function rivalsOf(strategy: Strategy, registry: Registry): readonly string[] {
  switch (strategy.kind) {
    case "cost_aware":
      return strategy.routes;
    case "scored":
      return strategy.fallbacks === 0
        ? []
        : routePool(strategy, registry).routes.map(({ name }) => name);
    default:
      return [];
  }
}
