import type { ServableRoute } from "../../providers/worst-case-behind.ts";
import { refusalOf } from "../../routing/eligibility.ts";
import { callableRoutes, type Called } from "./callable-routes.ts";

/**
 * The registry's routes that may serve behind another one, by its name: behind each route that a
 * policy leaves to a gateway, and behind each other priced route to a compatible server, since that
 * may be a gateway with fallbacks of its own, whose calls are billed at what served them.
 */
export function servableRoutes(called: Called): ReadonlyMap<string, readonly ServableRoute[]> {
  const { policies, registry } = called;
  const leaving = Map.groupBy(
    policies.filter(({ strategy }) => strategy.kind === "gateway"),
    ({ strategy }) => (strategy.kind === "gateway" ? strategy.route : ""),
  );
  const others = [...registry.routes.values()].filter(({ name }) => !leaving.has(name));
  const left = [...leaving].map(([gateway, policiesOfIt]) => {
    const behind = others.map((route) => ({
      route,
      isAllowed: policiesOfIt.some((policy) => refusalOf(route.name, policy, route) === undefined),
    }));
    return [gateway, behind] as const;
  });
  const named = callableRoutes(called)
    .filter(({ name, provider, price }) => {
      return provider === "openai_compatible" && price !== undefined && !leaving.has(name);
    })
    .map(({ name }) => {
      const behind = others.filter((route) => route.name !== name);
      return [name, behind.map((route) => ({ route, isAllowed: false }))] as const;
    });
  return new Map([...left, ...named]);
}
