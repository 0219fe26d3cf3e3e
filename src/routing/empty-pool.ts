import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { judgeRoutes } from "./eligibility.ts";
import { routePool } from "./route-pool.ts";

/**
 * Why a scored policy has no route to choose from, a clause for each that it would have; absent: it
 * has some, or its strategy has no pool.
 */
export function emptyPool(
  policy: Policy,
  registry: Registry,
): readonly { readonly route: string; readonly because: string }[] | undefined {
  const { strategy } = policy;
  if (strategy.kind !== "scored") return undefined;
  const { routes, leftOut } = routePool(strategy, registry);
  const eligibility = judgeRoutes(policy, registry);
  if (routes.some(({ name }) => eligibility.refusalOf(name) === undefined)) return undefined;
  const names = strategy.routes ?? [...registry.routes.keys()];
  return names.map((route) => ({
    route,
    because:
      leftOut.get(route) ??
      eligibility.refusalOf(route)?.because ??
      "the registry does not hold it",
  }));
}
