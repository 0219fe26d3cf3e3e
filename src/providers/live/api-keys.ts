import type { Problem } from "../../core/problem.ts";
import type { Route } from "../../core/route.ts";
import { hostOf } from "./base-url.ts";

/** What a server without keys of its own is sent: SDKs insist on one. */
export const NO_KEY = "none";

/**
 * Key variables that routes use for more than one host. A key is bound to its host: whoever edits a
 * `base_url` must not be able to have a vendor's key sent elsewhere.
 */
export function keyHostProblems(routes: Iterable<Route>): readonly Problem[] {
  const hosts = new Map<string, Map<string, string>>();
  for (const route of routes) {
    const host = hostOf(route);
    if (route.apiKeyEnv === undefined || host === undefined) continue;
    const routeByHost = hosts.get(route.apiKeyEnv) ?? new Map<string, string>();
    hosts.set(route.apiKeyEnv, routeByHost);
    if (!routeByHost.has(host)) routeByHost.set(host, route.name);
  }
  return [...hosts]
    .filter(([, routeByHost]) => routeByHost.size > 1)
    .map(([variable, routeByHost]) => {
      const uses = [...routeByHost].map(([host, route]) => `${host} (route ${route})`);
      return {
        file: undefined,
        line: undefined,
        column: undefined,
        message: `the key in ${variable} would be sent to ${routeByHost.size} hosts: ${uses.join(", ")}`,
        hint: "name another variable in api_key_env for each host",
      };
    });
}

/** The key of a route, or why there is none. */
export type RouteKey =
  | { readonly kind: "key"; readonly apiKey: string }
  | { readonly kind: "no_key"; readonly detail: string };

/**
 * Hands out keys by the variable that a route names, each to the first host that asked for it and
 * to no other. A route with its own address and without a variable is sent no key at all.
 */
export function createKeyRing(keys: ReadonlyMap<string, string>): (route: Route) => RouteKey {
  const hostOfVariable = new Map<string, string>();
  return (route) => {
    const variable = route.apiKeyEnv;
    const host = hostOf(route) ?? "";
    if (variable === undefined) {
      return route.baseUrl === undefined
        ? { kind: "no_key", detail: "the route names no api_key_env" }
        : { kind: "key", apiKey: NO_KEY };
    }
    const apiKey = keys.get(variable);
    if (apiKey === undefined || apiKey.trim() === "") {
      return { kind: "no_key", detail: `${variable} is not set` };
    }
    const bound = hostOfVariable.get(variable) ?? host;
    hostOfVariable.set(variable, bound);
    return bound === host
      ? { kind: "key", apiKey }
      : { kind: "no_key", detail: `the key in ${variable} is bound to ${bound}, not to ${host}` };
  };
}
