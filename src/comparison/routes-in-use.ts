import type { Comparison } from "../core/comparison.ts";
import type { PolicyMetrics } from "../core/metrics.ts";
import type { Policy } from "../core/policy.ts";
import { routesNamedBy, routesOfStrategy } from "../core/routes-of-policy.ts";
import type { RouteRole, RoutesInUse, UnusedRoute } from "../core/routes-in-use.ts";
import type { ReadingContext } from "./metric-reading.ts";
import { dominatedRoutes } from "./dominated-routes.ts";
import { exitCriteria } from "./exit-criteria.ts";
import type { RoutesSetup } from "./routes-setup.ts";

/** What a run says of its routes as such: which nobody needs, and which are ready to move on. */
export function routesInUse(
  policies: Comparison["policies"],
  references: Comparison["references"],
  setup: RoutesSetup,
  context: Omit<ReadingContext, "alpha">,
): RoutesInUse {
  const { arms } = context.collected;
  const roles = rolesOf(arms, setup);
  const used = new Set(Object.values(policies).flatMap(routesUsedBy));
  const unused = [...roles].flatMap(([route, role]) => (used.has(route) ? [] : [role]));
  const dominated = dominatedRoutes(context.collected, references);
  const criteria = exitCriteria([...roles.keys()], setup, context);
  return {
    unused: unused.sort((one, other) => (one.route < other.route ? -1 : 1)),
    dominated: dominated.filter(({ route }) => roles.has(route)),
    ...(criteria.length > 0 && { exit_criteria: criteria }),
  };
}

/** Routes that records were decided for, that were called, or that a gateway served. */
function routesUsedBy({ routes, served_routes: served }: PolicyMetrics): readonly string[] {
  return [...Object.keys(routes), ...Object.keys(served)];
}

const ranks: Readonly<Record<RouteRole, number>> = { choice: 2, fallback: 1, allowed: 0 };

/** Every route of the registry that some policy names, and what for. */
function rolesOf(
  arms: readonly { readonly key: string; readonly policy: Policy }[],
  { registry }: RoutesSetup,
): ReadonlyMap<string, UnusedRoute> {
  const roles = new Map<string, UnusedRoute>();
  for (const { key, policy } of arms) {
    const named = new Map<string, RouteRole>();
    const whole = { ...registry, file: "", budgetsNanoUsd: new Map<string, number>() };
    for (const route of policy.allowedRoutes ?? []) named.set(route, "allowed");
    for (const route of routesNamedBy(policy, whole)) named.set(route, "fallback");
    for (const route of routesOfStrategy(policy.strategy, whole)) named.set(route, "choice");
    for (const [name, role] of named) {
      const route = registry.routes.get(name);
      if (route === undefined) continue;
      const before = roles.get(name);
      roles.set(name, {
        route: name,
        provider: route.provider,
        lifecycle: route.lifecycle,
        role: before !== undefined && ranks[before.role] > ranks[role] ? before.role : role,
        named_by: [...(before?.named_by ?? []), key],
      });
    }
  }
  return roles;
}
