import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { routesCalledBy } from "../../core/routes-of-policy.ts";
import type { Path, Template } from "../template.ts";

/**
 * Cost rules that cannot be held against a route, because nobody knows what its calls cost.
 * `registry` has all the prices that a run would have, those of the catalog among them.
 */
export function priceFindings(
  template: Template,
  policy: Policy,
  registry: Registry,
): readonly Finding[] {
  const [rule] = costRules(template, policy);
  // What a gateway serves is billed by the routes behind it, of which a run tells.
  const gateway = policy.strategy.kind === "gateway" ? policy.strategy.route : undefined;
  if (rule === undefined) return [];
  const lacking = routesCalledBy(policy, registry).filter((name) => {
    const route = registry.routes.get(name);
    return route !== undefined && route.price === undefined && name !== gateway;
  });
  if (lacking.length === 0) return [];
  const routes = lacking.map((name) => `"${name}"`).join(", ");
  const message = `${rule.name} cannot be held: no price is known of ${routes}`;
  const hint = "give it a price in the registry, or pass --prices FILE";
  return [template.problemAt(rule.path, message, hint)];
}

/** Everything of a policy that needs to know what a call costs, the first one for the message. */
function costRules(
  { shape }: Template,
  { strategy }: Policy,
): readonly { readonly name: string; readonly path: Path }[] {
  const { cost = {}, acceptance_tests: tests = {}, promotion = {} } = shape;
  const written = Object.entries(cost).flatMap(([key, value]) =>
    value !== undefined && isMoney(key) ? [{ name: key, path: ["cost", key] }] : [],
  );
  const gates = (promotion.gates ?? []).flatMap(({ metric }, index) =>
    metric.startsWith("cost_per_")
      ? [{ name: metric, path: ["promotion", "gates", index, "metric"] }]
      : [],
  );
  const isByPrice =
    strategy.kind === "cost_aware" ||
    strategy.kind === "scored" ||
    (strategy.kind === "latency_aware" && strategy.prefer === "cheapest");
  return [
    ...(isByPrice
      ? [{ name: `the strategy ${strategy.kind}`, path: ["route_selection", strategy.kind] }]
      : []),
    ...written,
    ...("max_cost_per_accepted" in tests
      ? [{ name: "max_cost_per_accepted", path: ["acceptance_tests", "max_cost_per_accepted"] }]
      : []),
    ...gates,
  ];
}

function isMoney(key: string): boolean {
  return key.startsWith("max_cost_per_") || key.startsWith("daily_spend_cap") || key === "caps";
}
