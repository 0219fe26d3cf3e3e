import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { routesNamedBy, routesOfStrategy } from "../../core/routes-of-policy.ts";
import type { Template } from "../template.ts";

/** A health rule that excludes nothing, or that excludes the only route there is. */
export function healthFindings(
  template: Template,
  policy: Policy,
  registry: Registry | undefined,
): readonly Finding[] {
  const { health, strategy, fallback } = policy;
  if (health === undefined) return [];
  const findings: Finding[] = [];
  const { maxErrorRate, maxP95CompleteMs, maxP95FirstTokenMs } = health;
  const hasLatency = maxP95CompleteMs !== undefined || maxP95FirstTokenMs !== undefined;
  if (maxErrorRate >= 1 && !hasLatency) {
    const message = "excludes nothing: no share of errors is more than 1";
    const hint = "write a share below 1, such as 0.05";
    findings.push(template.problemAt(["health", "max_error_rate"], message, hint));
  }
  const [only, ...others] = new Set(routesOfStrategy(strategy, registry));
  const mayStandIn = fallback.transitions.some(
    ({ trigger, reaction }) =>
      trigger === "primary_route_unavailable" && reaction.kind === "fallback",
  );
  if (only !== undefined && only !== "" && others.length === 0 && !mayStandIn) {
    const message = `while "${only}" is excluded no record has a route: nothing may stand in for it`;
    const hint = "write fallback_to_backup_route: [primary_route_unavailable] and backup_routes";
    findings.push(template.problemAt(["health"], message, hint));
  }
  if (maxP95FirstTokenMs !== undefined && registry !== undefined) {
    const named = routesNamedBy(policy, registry).flatMap((name) => {
      return registry.routes.get(name) ?? [];
    });
    const isSilent = named.every(({ capabilities }) => capabilities.claims["streaming"] === false);
    if (named.length > 0 && isSilent) {
      const message = "none of the policy's routes streams, so no first token is ever seen";
      const hint = "claim streaming: true in the registry, or delete it";
      findings.push(template.problemAt(["health", "max_p95_first_token_ms"], message, hint));
    }
  }
  return findings;
}
