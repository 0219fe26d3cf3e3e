import type { CostShape } from "../shapes/cost-shape.ts";
import type { PolicyShape } from "../shapes/policy-shape.ts";

/** Names of routes that no policy has by itself. */
export const DRILL_PRIMARY = "drill_primary";
export const DRILL_BACKUP = "drill_backup";
export const DRILL_STRANGER = "drill_stranger";

/** The policy with every request on one route, whatever its strategy was. */
export function withPrimary(shape: PolicyShape, route: string): PolicyShape {
  const {
    required_capabilities: required,
    allowed_routes: allowed,
    blocked_routes: blocked,
  } = shape.route_selection ?? {};
  return {
    ...shape,
    route_selection: {
      strategy: "pinned",
      primary_route: route,
      ...(required && { required_capabilities: required }),
      ...(allowed && { allowed_routes: allowed }),
      ...(blocked && { blocked_routes: blocked }),
    },
  };
}

/** The scored policy with a pool that is written out. */
export function withPool(shape: PolicyShape, routes: readonly string[]): PolicyShape {
  const { route_selection: selection } = shape;
  const { scored } = selection ?? {};
  if (scored === undefined) return shape;
  return { ...shape, route_selection: { ...selection, scored: { ...scored, routes } } };
}

/** The same, narrowed by nothing: of routes that are made up no price, model or scope is known. */
export function withAnyPool(shape: PolicyShape, routes: readonly string[]): PolicyShape {
  const { scored, ...selection } = shape.route_selection ?? {};
  if (scored === undefined) return shape;
  const {
    price_tier: _tier,
    allowed_models: _models,
    model_scope: _scope,
    routes: _routes,
    ...rest
  } = scored;
  return { ...shape, route_selection: { ...selection, scored: { ...rest, routes } } };
}

/** The policy with one more backup, the first to be tried, which its lists of fallbacks allow. */
export function withBackup(shape: PolicyShape, route: string): PolicyShape {
  const { backup_routes: backups = [], allowed_fallbacks: allowed } = shape.fallback ?? {};
  return {
    ...shape,
    fallback: {
      ...shape.fallback,
      backup_routes: [route, ...backups],
      ...(allowed && { allowed_fallbacks: [...allowed, route] }),
    },
  };
}

/** The policy with a fallback to a backup for one more trigger. */
export function withFallbackOn(shape: PolicyShape, trigger: string): PolicyShape {
  return withTrigger(shape, "fallback_to_backup_route", trigger);
}

/** The policy with a retry for one more trigger. */
export function withRetryOn(shape: PolicyShape, trigger: string): PolicyShape {
  return withTrigger(shape, "retry_same_route_once", trigger);
}

function withTrigger(
  shape: PolicyShape,
  list: "fallback_to_backup_route" | "retry_same_route_once",
  trigger: string,
): PolicyShape {
  const triggers = shape.fallback?.[list] ?? [];
  if (triggers.includes(trigger)) return shape;
  return { ...shape, fallback: { ...shape.fallback, [list]: [...triggers, trigger] } };
}

/** The policy with no ceiling but these, so that no other one is reached before. */
export function withCeilings(shape: PolicyShape, ceilings: CostShape): PolicyShape {
  const { owner_key: owner, on_cap: onCap, max_output_tokens: longest } = shape.cost ?? {};
  return {
    ...shape,
    cost: {
      ...(owner !== undefined && { owner_key: owner }),
      ...(onCap !== undefined && { on_cap: onCap }),
      ...(longest !== undefined && { max_output_tokens: longest }),
      ...ceilings,
    },
  };
}

/** The policy without shares of the traffic: of the very first request there is none yet. */
export function withoutQuotas(shape: PolicyShape): PolicyShape {
  const { route_quotas: quotas, ...cost } = shape.cost ?? {};
  return quotas === undefined ? shape : { ...shape, cost };
}

/** The policy without lesser services, which come after everything that is drilled elsewhere. */
export function withoutDegradation(shape: PolicyShape): PolicyShape {
  if (shape.fallback?.degrade === undefined) return shape;
  const { degrade: _services, ...fallback } = shape.fallback;
  return { ...shape, fallback };
}

/** The policy without a deadline, under which a second call may have no time left. */
export function withoutDeadline(shape: PolicyShape): PolicyShape {
  const { deadline_ms: deadline, ...latency } = shape.latency ?? {};
  return deadline === undefined ? shape : { ...shape, latency };
}

/** The policy with one more approval, for good: at high risk no route is changed without one. */
export function withApproval(shape: PolicyShape, from: string, to: string): PolicyShape {
  const { approvals = [] } = shape.fallback ?? {};
  const approval = { from, to, by: "drill" };
  return { ...shape, fallback: { ...shape.fallback, approvals: [...approvals, approval] } };
}

/** The policy with a route among the allowed ones, where it says which are. */
export function withAllowed(shape: PolicyShape, route: string): PolicyShape {
  const allowed = shape.route_selection?.allowed_routes;
  if (allowed === undefined || allowed.includes(route)) return shape;
  return {
    ...shape,
    route_selection: { ...shape.route_selection, allowed_routes: [...allowed, route] },
  };
}
