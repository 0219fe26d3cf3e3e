import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Route } from "../../core/route.ts";
import { routesOfStrategy } from "../../core/routes-of-policy.ts";
import type { Strategy } from "../../core/strategy.ts";
import type { RoutesAtHand } from "./check-capabilities.ts";
import type { Path, Template } from "../template.ts";

type Scored = Extract<Strategy, { readonly kind: "scored" }>;

const above: Path = ["route_selection", "scored"];

/** A pool that holds too little for the fallbacks that are asked of it. */
export function poolFindings(
  template: Template,
  policy: Policy,
  { registry, refusalOf }: RoutesAtHand,
): readonly Finding[] {
  const { strategy } = policy;
  if (strategy.kind !== "scored") return [];
  const all = routesOfStrategy(strategy, registry);
  const pool = all
    .flatMap((name) => registry.routes.get(name) ?? [])
    .filter((route) => isInPool(route, strategy) && refusalOf(route.name) === undefined);
  // An empty pool keeps a run from starting: that is more than a finding.
  if (pool.length === 0) return [];
  const asked = template.shape.route_selection?.scored?.fallbacks;
  if (asked === undefined || asked < pool.length) return [];
  const left = pool.length - 1;
  const held = left === 0 ? "one route" : `${pool.length} routes`;
  const message = `asks for ${asked} fallback${asked === 1 ? "" : "s"}, and the pool holds ${held} in all`;
  const hint = left === 0 ? "write 0" : `write ${left} or less`;
  return [template.problemAt([...above, "fallbacks"], message, hint)];
}

function isInPool({ sourceScope, model }: Route, { modelScope, allowedModels }: Scored): boolean {
  if (modelScope !== "all" && sourceScope !== modelScope) return false;
  return allowedModels?.includes(model) ?? true;
}
