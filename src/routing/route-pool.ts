import type { Registry, Route } from "../core/route.ts";
import type { Strategy } from "../core/strategy.ts";
import { priceTiers } from "./price-tier.ts";

/** The routes that a scored policy chooses from, and why it leaves out the others that it could. */
export interface RoutePool {
  /** In order of their names. */
  readonly routes: readonly Route[];
  /** A clause by route, such as `it is in the price tier high, not low`. */
  readonly leftOut: ReadonlyMap<string, string>;
}

type Scored = Extract<Strategy, { readonly kind: "scored" }>;

/**
 * Narrows a policy's routes, or all of the registry, by scope, price tier and model. Tiers compare
 * the routes that there are before anything narrows them: what is dear does not depend on scopes.
 */
export function routePool(strategy: Scored, registry: Registry): RoutePool {
  const names = strategy.routes ?? [...registry.routes.keys()];
  const routes = names.flatMap((name) => registry.routes.get(name) ?? []);
  const tiers = priceTiers(routes);
  const leftOut = new Map<string, string>();
  for (const route of routes) {
    const because = objection(route, strategy, tiers.get(route.name));
    if (because !== undefined) leftOut.set(route.name, because);
  }
  const kept = routes.filter(({ name }) => !leftOut.has(name));
  return { routes: kept.toSorted((a, b) => (a.name < b.name ? -1 : 1)), leftOut };
}

function objection(
  { sourceScope, model }: Route,
  { modelScope, priceTier, allowedModels }: Scored,
  tier: string | undefined,
): string | undefined {
  if (modelScope !== "all" && sourceScope !== modelScope) {
    const scope = sourceScope ?? "not known";
    return `its source_scope is ${scope}, and model_scope asks for ${modelScope}`;
  }
  if (priceTier !== undefined && tier !== priceTier) {
    if (tier === undefined) return `its price is not known, and price_tier asks for ${priceTier}`;
    return `it is in the price tier ${tier}, and price_tier asks for ${priceTier}`;
  }
  if (allowedModels !== undefined && !allowedModels.includes(model)) {
    return `its model "${model}" is not in allowed_models`;
  }
  return undefined;
}
