import { routesCalledBy } from "../core/routes-of-policy.ts";
import type { LoadedPolicy } from "../policies/read-policy.ts";
import type { ResolvedPrices } from "./pricing/resolve-prices.ts";
import { servableRoutes } from "./calls/servable-routes.ts";

/**
 * What is to be said of the prices of routes that a run may call.
 * Registries hold routes that nobody in this run can choose: their prices do not matter to it. Nor
 * does a gateway's own where the routes behind it are what is billed.
 */
export function priceNotes(
  { notes, registry }: ResolvedPrices,
  loaded: readonly LoadedPolicy[],
): readonly string[] {
  const policies = loaded.map(({ policy }) => policy);
  const behind = servableRoutes({ policies, registry });
  const billed = new Set([
    ...policies
      .flatMap((policy) => routesCalledBy(policy, registry))
      .filter((name) => !behind.has(name)),
    ...[...behind.values()].flat().flatMap(({ route, isAllowed }) => (isAllowed ? route.name : [])),
  ]);
  return notes.filter(({ route }) => billed.has(route)).map(({ message }) => message);
}
