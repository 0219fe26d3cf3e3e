import type { Policy } from "../../core/policy.ts";
import type { Registry } from "../../core/route.ts";
import { judgeRoutes } from "../../routing/eligibility.ts";

/**
 * How probable each route is under a policy that draws them, over those that it may call at all;
 * absent: it draws none, and always takes the one that it decides on.
 */
export function drawnShares(
  policy: Policy,
  registry: Registry,
): ReadonlyMap<string, number> | undefined {
  const { strategy } = policy;
  if (strategy.kind !== "weighted") return undefined;
  const eligibility = judgeRoutes(policy, registry);
  const eligible = strategy.routes.filter(({ route }) => eligibility.isEligible(route));
  const total = eligible.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) return undefined;
  return new Map(eligible.map(({ route, weight }) => [route, weight / total]));
}
