import { nanoUsdFromUsd } from "../../core/money.ts";
import type { Capabilities, Registry, Route } from "../../core/route.ts";
import { STAND_IN_BUDGET_USD } from "../../policies/promises/budgets.ts";
import { approvedRegions } from "../../policies/promises/risk.ts";
import type { WrittenPolicy } from "../../policies/promises/written-policy.ts";
import type { PolicyShape } from "../../policies/shapes/policy-shape.ts";
import { routeMentions } from "../../policies/route-mentions.ts";

/** A registry in which every name of a policy is a route, and every budget an amount. */
export interface DrillRegistry {
  readonly registry: Registry;
  /** Routes and budgets that no registry defines, in the order in which the policy names them. */
  readonly madeUp: { readonly routes: readonly string[]; readonly budgets: readonly string[] };
}

/** The routes of a policy as they are; those that nobody defines are made up, and claim everything. */
export function drillRegistry(written: WrittenPolicy): DrillRegistry {
  const { shape, template, registry } = written;
  const named = [
    ...routeMentions({ ...template, shape }).map(({ route }) => route),
    ...routeMentions(template).map(({ route }) => route),
    ...(shape.route_selection?.blocked_routes ?? []),
    ...(shape.fallback?.blocked_fallbacks ?? []),
  ];
  const budgets = budgetsOf(shape).filter((name) => registry?.budgetsNanoUsd.has(name) !== true);
  return {
    registry: {
      file: registry?.file ?? "",
      routes: withStandIns(named, shape, registry, written),
      budgetsNanoUsd: new Map([
        ...(registry?.budgetsNanoUsd ?? []),
        ...budgets.map((name) => [name, nanoUsdFromUsd(STAND_IN_BUDGET_USD)] as const),
      ]),
    },
    madeUp: {
      routes: [...new Set(named)].filter((name) => registry?.routes.has(name) !== true),
      budgets,
    },
  };
}

/** The registry as one drill sees it: with the routes that its own form of the policy names. */
export function registryFor(
  { registry }: DrillRegistry,
  shape: PolicyShape,
  written: WrittenPolicy,
): Registry {
  const named = routeMentions({ ...written.template, shape }).map(({ route }) => route);
  return { ...registry, routes: withStandIns(named, shape, registry, written) };
}

function withStandIns(
  named: readonly string[],
  shape: PolicyShape,
  registry: Registry | undefined,
  { template, request }: WrittenPolicy,
): ReadonlyMap<string, Route> {
  const routes = new Map(registry?.routes);
  const required = shape.route_selection?.required_capabilities ?? [];
  const capabilities: Capabilities = {
    claims: Object.fromEntries(required.map((claim) => [claim, true])),
    contextWindow: undefined,
    regions: approvedRegions(template, shape, request),
  };
  for (const name of named) {
    if (!routes.has(name)) routes.set(name, standIn(name, capabilities));
  }
  return routes;
}

/** A route of which nothing is known but its name and what it can do. */
export function standIn(name: string, capabilities: Capabilities): Route {
  return {
    name,
    // Only such a route may be a gateway's, and every wire is alike where nothing is sent.
    provider: "openai_compatible",
    model: name,
    endpointFamily: "openai",
    baseUrl: "http://127.0.0.1:9/v1",
    apiKeyEnv: undefined,
    parameters: {},
    capabilities,
    lifecycle: "managed",
    sourceScope: undefined,
    limits: {
      requestsPerMinute: undefined,
      tokensPerMinute: undefined,
      maxConcurrency: undefined,
    },
    price: undefined,
    simulation: undefined,
  };
}

function budgetsOf({ cost = {} }: PolicyShape): readonly string[] {
  const amounts = [
    cost.max_cost_per_request,
    cost.max_cost_per_workflow,
    cost.daily_spend_cap,
    cost.daily_spend_cap_per_owner,
    ...(cost.caps ?? []).map((cap) => cap.max_usd),
  ];
  return amounts.filter((amount) => typeof amount === "string");
}
