import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import { emptyPool } from "../../routing/empty-pool.ts";

/** How many routes a message speaks of before it only counts the rest. */
const NAMED = 5;

/**
 * A scored policy without any route to choose from. `registry` has its prices: tiers compare them.
 */
export function poolProblems(
  { policy, template }: LoadedPolicy,
  registry: Registry,
): readonly Problem[] {
  const lacking = emptyPool(policy, registry);
  if (lacking === undefined) return [];
  const named = lacking.slice(0, NAMED).map(({ route, because }) => `${route}: ${because}`);
  const rest = lacking.length > NAMED ? `; and ${lacking.length - NAMED} more` : "";
  const message = `leaves no route to choose from (${named.join("; ")}${rest})`;
  const hint = "widen the pool: an empty one is no reason to call another route";
  return [template.problemAt(["route_selection", "scored"], message, hint)];
}
