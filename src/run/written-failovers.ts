import type { WrittenFailover } from "../comparison/routes-setup.ts";
import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { routesOfStrategy } from "../core/routes-of-policy.ts";
import type { DrilledFailover } from "./drilled-failovers.ts";
import { judgeRoutes } from "../routing/eligibility.ts";
import { fallbackRoutes } from "../routing/fallback-routes.ts";

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
  const eligibility = judgeRoutes(policy, registry);
  const routes = fallbackRoutes(policy, list);
  const targets = new Set(list);
  for (const { reaction } of fallback.transitions) {
    if (reaction.kind !== "fallback") continue;
    if (reaction.route === undefined) for (const backup of routes.backups) targets.add(backup);
    else targets.add(reaction.route);
  }
  return [...new Set(routesOfStrategy(strategy, registry))].flatMap((from) =>
    [...targets].flatMap((to) => {
      // A priority list is gone through downwards.
      const isBefore = list.includes(to) && list.indexOf(to) <= list.indexOf(from);
      if (from === to || isBefore || !routes.mayFollow(to) || !eligibility.isEligible(to))
        return [];
      return [{ from, to, drilled: drilled(from, to) }];
    }),
  );
}
