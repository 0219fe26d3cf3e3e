import type { Price, Registry, Route } from "../../core/route.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";

type ScoredShape = NonNullable<NonNullable<PolicyShape["route_selection"]>["scored"]>;

/** Whether a scored policy may choose a route at all; of any other policy, and of stand-ins: yes. */
export function poolOf(
  { route_selection: { strategy, scored } = {} }: PolicyShape,
  registry: Registry | undefined,
): (route: string) => boolean {
  if (strategy !== "scored" || scored === undefined) return () => true;
  const routes = (scored.routes ?? []).flatMap((name) => registry?.routes.get(name) ?? []);
  return (name) => {
    const route = registry?.routes.get(name);
    return route === undefined || isInPool(route, scored, routes);
  };
}

function isInPool(
  { sourceScope, model, price }: Route,
  { model_scope: scope = "all", allowed_models: models, price_tier: tier }: ScoredShape,
  routes: readonly Route[],
): boolean {
  if (scope !== "all" && scope !== sourceScope) return false;
  if (models?.includes(model) === false) return false;
  return tier === undefined || tier === tierOf(price, routes);
}

/** By the middle of its share of the routes that have a price, those of one price together. */
function tierOf(price: Price | undefined, routes: readonly Route[]): string | undefined {
  const own = blended(price);
  if (own === undefined) return undefined;
  const prices = routes.flatMap((route) => blended(route.price) ?? []);
  const cheaper = prices.filter((other) => other < own).length;
  const alike = prices.filter((other) => other === own).length;
  const share = (cheaper + alike / 2) / prices.length;
  if (share < 0.33) return "low";
  return share < 0.67 ? "middle" : "high";
}

/** Three tokens read for one written; absent: one of the two prices is not known. */
function blended({
  inputNanoUsdPerMtok: input,
  outputNanoUsdPerMtok: output,
}: Partial<Price> = {}): number | undefined {
  return input === undefined || output === undefined ? undefined : 3 * input + output;
}
