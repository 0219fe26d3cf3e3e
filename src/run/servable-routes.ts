import type { ServableRoute } from "../providers/worst-case-behind.ts";
import { refusalOf } from "../routing/eligibility.ts";
import type { Called } from "./callable-routes.ts";

/** By each route that a policy leaves to a gateway: the registry's routes that may serve behind it. */
export function servableRoutes({
  policies,
  registry,
}: Called): ReadonlyMap<string, readonly ServableRoute[]> {
  const leaving = Map.groupBy(
    policies.filter(({ strategy }) => strategy.kind === "gateway"),
    ({ strategy }) => (strategy.kind === "gateway" ? strategy.route : ""),
  );
  const others = [...registry.routes.values()].filter(({ name }) => !leaving.has(name));
  return new Map(
    [...leaving].map(([gateway, policiesOfIt]) => [
      gateway,
      others.map((route) => ({
        route,
        isAllowed: policiesOfIt.some(
          (policy) => refusalOf(route.name, policy, route) === undefined,
        ),
      })),
    ]),
  );
}
