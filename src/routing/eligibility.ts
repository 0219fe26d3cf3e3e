import type { ConsideredRoute } from "../core/decision.ts";
import type { Policy } from "../core/policy.ts";
import type { Refusal, RefusalKind } from "../core/refusal.ts";
import type { Registry, Route } from "../core/route.ts";
import { routesBesideStrategy, routesNamedBy } from "../core/routes-of-policy.ts";
import { regionRefusal } from "./approved-regions.ts";
import { routePool } from "./route-pool.ts";

/** Which of the routes that a policy names may be called at all, and why the others may not. */
export interface Eligibility {
  readonly considered: readonly ConsideredRoute[];
  isEligible(route: string): boolean;
  /** Why a route is refused for the whole run; absent: it is not. */
  refusalOf(route: string): Refusal | undefined;
}

/**
 * Judges every named route once for the whole run: nothing in it depends on the record.
 * Experimental and deprecated routes take part only where `allowed_routes` names them: a policy
 * has to ask for them on purpose.
 */
export function judgeRoutes(policy: Policy, registry: Registry): Eligibility {
  const refusals = new Map<string, Refusal>();
  const outside = outsidePool(policy, registry);
  const considered = routesNamedBy(policy, registry).map((name): ConsideredRoute => {
    const refusal = refusalOf(name, policy, registry.routes.get(name)) ?? outside.get(name);
    if (refusal === undefined) return { route: name, kept: true, because: "eligible" };
    refusals.set(name, refusal);
    return { route: name, kept: false, ...refusal };
  });
  const kept = new Set(considered.filter((route) => route.kept).map((route) => route.route));
  return {
    considered,
    isEligible: (route) => kept.has(route),
    refusalOf: (route) =>
      refusals.get(route) ??
      (kept.has(route) ? undefined : refused("list", "the policy does not name it")),
  };
}

/**
 * Why a policy refuses a route, as a clause; absent: it does not. The lists of routes do not speak
 * of the route to a gateway but of what is served behind it.
 */
export function refusalOf(
  name: string,
  policy: Policy,
  route: Route | undefined,
): Refusal | undefined {
  const { strategy, allowedRoutes } = policy;
  const isAllowedByName = allowedRoutes?.includes(name) ?? false;
  if (strategy.kind !== "gateway" || strategy.route !== name) {
    if (policy.blockedRoutes.includes(name)) return refused("list", "it is in blocked_routes");
    if (allowedRoutes !== undefined && !isAllowedByName) {
      return refused("list", "it is not in allowed_routes");
    }
  }
  if (route === undefined) return refused("list", "the registry does not hold it");
  const missing = policy.requiredCapabilities.filter((claim) => !claims(route, claim));
  if (missing.length > 0) return refused("capability", `it does not claim ${missing.join(", ")}`);
  if (route.lifecycle !== "managed" && !isAllowedByName) {
    return refused("lifecycle", `it is ${route.lifecycle} and allowed_routes does not name it`);
  }
  // Where each record says how sensitive it is, a filter asks for each.
  if (policy.risk.sensitivityBy !== undefined) return undefined;
  return regionRefusal(policy.risk, policy.dataSensitivity, route);
}

/** Routes that a scored policy would choose from and its pool leaves out; backups are no part of it. */
function outsidePool(policy: Policy, registry: Registry): ReadonlyMap<string, Refusal> {
  const { strategy } = policy;
  if (strategy.kind !== "scored") return new Map();
  const beside = new Set(routesBesideStrategy(policy));
  return new Map(
    [...routePool(strategy, registry).leftOut]
      .filter(([name]) => !beside.has(name))
      .map(([name, because]) => [name, refused("list", because)]),
  );
}

function refused(kind: RefusalKind, because: string): Refusal {
  return { kind, because };
}

function claims(route: Route, claim: string): boolean {
  const claimed = route.capabilities.claims;
  return Object.hasOwn(claimed, claim) && claimed[claim] === true;
}
