import type { LoggedAttempt } from "./logged-request.ts";
import type { Registry } from "./route.ts";

/** Which route of a registry a logged attempt went to; absent: it has none of that name. */
export type LoggedRouteOf = (
  attempt: Pick<LoggedAttempt, "route" | "requestedModel" | "servedModel">,
) => string | undefined;

/**
 * A log names its routes in its own way: the registry's route of that name is meant, else the one
 * route that has this model, else the one of the model that was asked for, or that served. Names
 * are equal or they are not: none is guessed from another, and of two routes none is chosen.
 */
export function loggedRouteOf({ routes }: Pick<Registry, "routes">): LoggedRouteOf {
  /** By model; null: more than one route has it. */
  const ofModel = new Map<string, string | null>();
  for (const { name, model } of routes.values()) {
    ofModel.set(model, ofModel.has(model) ? null : name);
  }
  return ({ route, requestedModel, servedModel }) => {
    if (route !== undefined && routes.has(route)) return route;
    for (const model of [route, requestedModel, servedModel]) {
      const found = model === undefined ? undefined : ofModel.get(model);
      if (found !== undefined && found !== null) return found;
    }
    return undefined;
  };
}

/** What a log calls the route of an attempt, for a list of those that no registry knows. */
export function loggedName({
  route,
  requestedModel,
  servedModel,
}: Pick<LoggedAttempt, "route" | "requestedModel" | "servedModel">): string {
  return route ?? requestedModel ?? servedModel ?? "(not named)";
}
