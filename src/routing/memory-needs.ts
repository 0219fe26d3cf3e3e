import type { MemoryNeeds } from "../core/memory-needs.ts";
import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { routesNamedBy } from "../core/routes-of-policy.ts";

/** What of the past a policy reads; absent: nothing, and its records may come in any order. */
export function readsThePast(policy: Policy, registry: Registry): MemoryNeeds | undefined {
  const { health, ceilings, strategy } = policy;
  const latency =
    strategy.kind === "latency_aware"
      ? { windowMs: strategy.windowMs, percentile: strategy.percentile }
      : undefined;
  const queue = policy.latency.maxQueueMs !== undefined;
  if (health === undefined && latency === undefined && ceilings.length === 0 && !queue) {
    return undefined;
  }
  return { health, latency, ceilings, routes: routesNamedBy(policy, registry), queue };
}
