import type { Policy } from "../core/policy.ts";
import { fallbackMentions } from "./route-mentions.ts";
import type { Path, Template } from "./template.ts";

/** A route that a policy goes on to when another one does not serve, where that is written. */
export interface WrittenFallback {
  readonly route: string;
  readonly path: Path;
}

/** The route that every record begins with; absent: it depends on the record. */
export function firstRoute({ strategy }: Policy): string | undefined {
  switch (strategy.kind) {
    case "pinned":
    case "gateway":
      return strategy.route === "" ? undefined : strategy.route;
    case "priority":
    case "cascade":
      return strategy.routes[0];
    default:
      return undefined;
  }
}

/** The rest of a priority list or cascade: what follows its first route. */
export function listedSuccessors({ strategy }: Policy): readonly WrittenFallback[] {
  if (strategy.kind !== "priority" && strategy.kind !== "cascade") return [];
  return strategy.routes
    .map((route, index) => ({ route, path: ["route_selection", strategy.kind, "routes", index] }))
    .slice(1);
}

/** Backups and the routes of `use_ROUTE`; a lesser service may well be that of the same route. */
export function backups(template: Template): readonly WrittenFallback[] {
  return fallbackMentions(template.shape).filter(
    ({ use, path }) => use === "traffic" && path[1] !== "degrade",
  );
}
