import { routeOfAction, shortKeys } from "./fallback-rules.ts";
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
  return [...strategyMentions(shape.route_selection ?? {}), ...fallbackMentions(shape)];
}

function strategyMentions(
  selection: NonNullable<Template["shape"]["route_selection"]>,
): readonly RouteMention[] {
  const at = (route: string | undefined, ...path: Path): readonly RouteMention[] =>
    route === undefined ? [] : [{ route, path: ["route_selection", ...path], use: "traffic" }];
  const { priority, rules, cascade, threshold, weighted, gateway } = selection;
  return [
    ...at(selection.primary_route, "primary_route"),
    ...listed(priority?.routes, ["route_selection", "priority", "routes"], "traffic"),
    ...(rules ?? []).flatMap(({ route }, index) => at(route, "rules", index, "route")),
    ...listed(cascade?.routes, ["route_selection", "cascade", "routes"], "traffic"),
    ...at(threshold?.route, "threshold", "route"),
    ...at(threshold?.otherwise, "threshold", "otherwise"),
    ...Object.keys(weighted?.routes ?? {}).flatMap((route) =>
      at(route, "weighted", "routes", route),
    ),
    ...at(gateway?.route, "gateway", "route"),
    ...listed(selection.allowed_routes, ["route_selection", "allowed_routes"], "list"),
  ];
}

/** The places of `fallback` that name a route, but for the blocked ones. */
export function fallbackMentions({ fallback = {} }: Template["shape"]): readonly RouteMention[] {
  const short = shortKeys.flatMap((key): readonly RouteMention[] => {
    const route = routeOfAction(fallback[key] ?? "");
    return route === undefined ? [] : [{ route, path: ["fallback", key], use: "traffic" }];
  });
  return [
    ...short,
    ...listed(fallback.backup_routes, ["fallback", "backup_routes"], "traffic"),
    ...listed(fallback.allowed_fallbacks, ["fallback", "allowed_fallbacks"], "list"),
    ...(fallback.approvals ?? []).flatMap(({ from, to }, index): readonly RouteMention[] => [
      { route: from, path: ["fallback", "approvals", index, "from"], use: "list" },
      { route: to, path: ["fallback", "approvals", index, "to"], use: "list" },
    ]),
  ];
}

function listed(
  routes: readonly string[] | undefined,
  path: Path,
  use: RouteMention["use"],
): readonly RouteMention[] {
  return (routes ?? []).map((route, index) => ({ route, path: [...path, index], use }));
}
