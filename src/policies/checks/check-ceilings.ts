import { usdFromNanoUsd } from "../../core/money.ts";
import type { Policy } from "../../core/policy.ts";
import type { Finding, Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { routesNamedBy } from "../../core/routes-of-policy.ts";
import { amountOf } from "../amount-of.ts";
import type { Template } from "../template.ts";

/** Caps that send traffic back to where another cap, or the same one, sends it away from. */
export function ceilingCycles(template: Template): readonly Problem[] {
  const caps = template.shape.cost?.caps ?? [];
  const next = new Map<string, Set<string>>();
  return caps.flatMap(({ routes = [], downgrade_to: to }, index) => {
    if (to === undefined) return [];
    const path = ["cost", "caps", index, "downgrade_to"];
    if (routes.includes(to)) {
      const message = `"${to}" counts under this very cap: beyond it there is no more room there`;
      return [template.problemAt(path, message, "name a route that the cap does not count")];
    }
    for (const from of routes) next.set(from, (next.get(from) ?? new Set()).add(to));
    if (!routes.some((from) => leadsTo(to, from, next))) return [];
    const message = `"${to}" leads back to ${routes.map((name) => `"${name}"`).join(", ")}: these caps go in a circle`;
    return [template.problemAt(path, message, "let one of them stop or queue")];
  });
}

/** A downgrade that another list keeps from ever being made. */
export function blockedDowngrades(template: Template, { fallback }: Policy): readonly Problem[] {
  const { allowedFallbacks, blockedFallbacks } = fallback;
  return (template.shape.cost?.caps ?? []).flatMap(({ downgrade_to: to }, index) => {
    if (to === undefined) return [];
    const path = ["cost", "caps", index, "downgrade_to"];
    if (blockedFallbacks.includes(to)) {
      return [template.problemAt(path, `"${to}" is also in blocked_fallbacks`)];
    }
    if (allowedFallbacks === undefined || allowedFallbacks.includes(to)) return [];
    return [template.problemAt(path, `"${to}" is not in allowed_fallbacks`)];
  });
}

function leadsTo(
  from: string,
  to: string,
  next: ReadonlyMap<string, ReadonlySet<string>>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  return [...(next.get(from) ?? [])].some((step) =>
    leadsTo(step, to, next, new Set([...seen, from])),
  );
}

/** Ceilings that can never be reached, or that leave nowhere to go. */
export function ceilingFindings(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  return [
    ...capsOfOthers(template, policy, registry),
    ...capsBeyondDay(template, registry),
    ...quotasOfOthers(template, policy, registry),
    ...quotasTooSmall(template, policy, registry),
    ...downgradesNowhere(template, policy, registry),
  ];
}

function capsOfOthers(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  const named = routesNamedBy(policy, registry);
  return (template.shape.cost?.caps ?? []).flatMap(({ routes = [] }, index) =>
    routes.flatMap((route, place) => {
      if (named.includes(route)) return [];
      const path = ["cost", "caps", index, "routes", place];
      return [template.problemAt(path, `the policy sends nothing to "${route}"`, "delete it")];
    }),
  );
}

function capsBeyondDay(template: Template, registry: Registry | undefined): readonly Finding[] {
  const { daily_spend_cap: daily, caps = [] } = template.shape.cost ?? {};
  const day = amountOf(daily, registry);
  if (day === undefined) return [];
  return caps.flatMap(({ max_usd: written, per = "day" }, index) => {
    const most = amountOf(written, registry);
    if (most === undefined || per !== "day" || most <= day) return [];
    const message = `max_usd ${usdFromNanoUsd(most)} is more than daily_spend_cap ${usdFromNanoUsd(day)}: the other one is reached first, always`;
    return [
      template.problemAt(["cost", "caps", index, "max_usd"], message, "correct one of the two"),
    ];
  });
}

function quotasOfOthers(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  const named = routesNamedBy(policy, registry);
  return Object.keys(template.shape.cost?.route_quotas ?? {}).flatMap((route) => {
    if (named.includes(route)) return [];
    const path = ["cost", "route_quotas", route];
    return [template.problemAt(path, `the policy sends nothing to "${route}"`, "delete it")];
  });
}

/** Quotas on every route that there is, which together leave some traffic without one. */
function quotasTooSmall(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  const quotas = template.shape.cost?.route_quotas ?? {};
  const shares = routesNamedBy(policy, registry).map((route) =>
    Object.hasOwn(quotas, route) ? quotas[route] : undefined,
  );
  if (shares.length === 0 || shares.includes(undefined)) return [];
  // Shares are written in decimals: 0.7 + 0.2 + 0.1 is meant to be all.
  const sum = Number(shares.reduce<number>((total, share) => total + (share ?? 0), 0).toFixed(9));
  if (sum >= 1) return [];
  const message = `these quotas make ${sum} of the traffic, and every route has one: the rest has nowhere to go`;
  return [template.problemAt(["cost", "route_quotas"], message, "raise one, or leave one out")];
}

function downgradesNowhere(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  if (template.shape.cost?.on_cap !== "downgrade") return [];
  if (new Set(routesNamedBy(policy, registry)).size !== 1) return [];
  const message = "downgrade has nowhere to go: the policy names one route";
  return [template.problemAt(["cost", "on_cap"], message, "name another route, or stop or queue")];
}
