import { routeOfAction, shortKeys } from "./fallback-rules.ts";
import type { IntentShape } from "./shapes/intent-shape.ts";
import type { Path, Template } from "./template.ts";

/** A route's name as a policy writes it, and what for. */
export interface RouteMention {
  readonly route: string;
  readonly path: Path;
  /** `traffic`: requests go there. `list`: the name only allows or reviews something. */
  readonly use: "traffic" | "list";
}

/** Every place of a policy that names a route, but for the blocked ones. */
export function routeMentions({ shape }: Template): readonly RouteMention[] {
  return [
    ...strategyMentions(shape.route_selection ?? {}),
    ...intentMentions(shape.route_selection?.intent),
    ...costMentions(shape),
    ...fallbackMentions(shape),
  ];
}

function strategyMentions(
  selection: NonNullable<Template["shape"]["route_selection"]>,
): readonly RouteMention[] {
  const section = "route_selection";
  const one = (route: string | undefined, ...path: Path) => at(route, [section, ...path]);
  const { rules, threshold, weighted, gateway, cost_aware: costAware } = selection;
  const lists = {
    priority: selection.priority,
    cascade: selection.cascade,
    cost_aware: costAware,
    latency_aware: selection.latency_aware,
    scored: selection.scored,
    module: selection.module,
  };
  const otherwise = costAware?.otherwise === "best" ? undefined : costAware?.otherwise;
  return [
    ...one(selection.primary_route, "primary_route"),
    ...(rules ?? []).flatMap(({ route }, index) => one(route, "rules", index, "route")),
    ...Object.entries(lists).flatMap(([block, list]) =>
      listed(list?.routes, [section, block, "routes"], "traffic"),
    ),
    ...one(otherwise, "cost_aware", "otherwise"),
    ...one(threshold?.route, "threshold", "route"),
    ...one(threshold?.otherwise, "threshold", "otherwise"),
    ...Object.keys(weighted?.routes ?? {}).flatMap((route) =>
      one(route, "weighted", "routes", route),
    ),
    ...one(gateway?.route, "gateway", "route"),
    ...listed(selection.allowed_routes, [section, "allowed_routes"], "list"),
  ];
}

/** The classifier's own route serves nobody. */
function intentMentions(intent: IntentShape | undefined): readonly RouteMention[] {
  if (intent === undefined) return [];
  const above: Path = ["route_selection", "intent"];
  const { unsure, model } = intent;
  const isRoute = unsure !== "queue" && unsure !== "ask_a_person";
  return [
    ...Object.entries(intent.routes).flatMap(([name, route]) =>
      at(route, [...above, "routes", name]),
    ),
    ...at(isRoute ? unsure : undefined, [...above, "unsure"]),
    ...at(model?.route, [...above, "model", "route"], "list"),
  ];
}

function costMentions({ cost = {} }: Template["shape"]): readonly RouteMention[] {
  return [
    ...(cost.caps ?? []).flatMap((cap, index) => [
      ...listed(cap.routes, ["cost", "caps", index, "routes"], "list"),
      ...at(cap.downgrade_to, ["cost", "caps", index, "downgrade_to"]),
    ]),
    ...Object.keys(cost.route_quotas ?? {}).flatMap((route) =>
      at(route, ["cost", "route_quotas", route], "list"),
    ),
  ];
}

/** The places of `fallback` that name a route, but for the blocked ones. */
export function fallbackMentions({ fallback = {} }: Template["shape"]): readonly RouteMention[] {
  const short = shortKeys.flatMap((key) =>
    at(routeOfAction(fallback[key] ?? ""), ["fallback", key]),
  );
  return [
    ...short,
    ...listed(fallback.backup_routes, ["fallback", "backup_routes"], "traffic"),
    ...listed(fallback.allowed_fallbacks, ["fallback", "allowed_fallbacks"], "list"),
    ...(fallback.approvals ?? []).flatMap(({ from, to }, index) => [
      ...at(from, ["fallback", "approvals", index, "from"], "list"),
      ...at(to, ["fallback", "approvals", index, "to"], "list"),
    ]),
    ...(fallback.degrade ?? []).flatMap(({ reduced_scope: scope }, index) =>
      at(scope?.route, ["fallback", "degrade", index, "reduced_scope", "route"]),
    ),
  ];
}

function at(
  route: string | undefined,
  path: Path,
  use: RouteMention["use"] = "traffic",
): readonly RouteMention[] {
  return route === undefined ? [] : [{ route, path, use }];
}

function listed(
  routes: readonly string[] | undefined,
  path: Path,
  use: RouteMention["use"],
): readonly RouteMention[] {
  return (routes ?? []).map((route, index) => ({ route, path: [...path, index], use }));
}
