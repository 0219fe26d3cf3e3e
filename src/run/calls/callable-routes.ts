import type { Policy } from "../../core/policy.ts";
import { routesCalledBy } from "../../core/routes-of-policy.ts";
import type { Registry, Route } from "../../core/route.ts";

/** Policies, and the routes they choose from. */
export interface Called {
  readonly policies: readonly Policy[];
  readonly registry: Registry;
}

/** The routes that some policy may call, in the registry's order. */
export function callableRoutes({ policies, registry }: Called): readonly Route[] {
  const named = new Set(policies.flatMap((policy) => routesCalledBy(policy, registry)));
  return [...registry.routes.values()].filter(({ name }) => named.has(name));
}
