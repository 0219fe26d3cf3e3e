import type { Gate } from "../../core/gate.ts";
import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Registry, Route } from "../../core/route.ts";
import { routesNamedBy, routesOfStrategy } from "../../core/routes-of-policy.ts";
import type { Path, Template } from "../template.ts";

/** Gates that no run of the policy could ever give a figure. */
export function gateFeedFindings(
  template: Template,
  policy: Policy,
  registry: Registry,
): readonly Finding[] {
  const named = routesNamedBy(policy, registry).flatMap((name) => registry.routes.get(name) ?? []);
  const gates = template.shape.promotion?.gates ?? [];
  return [
    ...gates.flatMap((gate, index) => {
      const path = ["promotion", "gates", index];
      return [
        ...routeFinding(template, path, gate.route, policy, registry),
        ...providerFinding(template, path, gate.provider, named),
        ...(gate.metric === "p95_first_token_ms"
          ? streamFinding(template, [...path, "metric"], named)
          : []),
        ...constantFinding(template, path, gate.metric, policy),
      ];
    }),
    ...(policy.latency.p95FirstTokenMs === undefined
      ? []
      : streamFinding(template, ["latency", "p95_first_token_ms"], named)),
  ];
}

/** A gate on a route speaks of the records that the policy decided to send there. */
function routeFinding(
  template: Template,
  path: Path,
  route: Gate["route"],
  policy: Policy,
  registry: Registry,
): readonly Finding[] {
  if (route === undefined || !registry.routes.has(route)) return [];
  if (routesOfStrategy(policy.strategy, registry).includes(route)) return [];
  const isNamed = routesNamedBy(policy, registry).includes(route);
  const message = isNamed
    ? `no record is decided for "${route}": it only stands in for other routes`
    : `no record can go to "${route}": the policy does not name it`;
  return [template.problemAt([...path, "route"], message, "gate a route that the policy chooses")];
}

function providerFinding(
  template: Template,
  path: Path,
  provider: Gate["provider"],
  named: readonly Route[],
): readonly Finding[] {
  if (provider === undefined || named.some((route) => route.provider === provider)) return [];
  const message = `none of the policy's routes is served by ${provider}: its share is always 0`;
  const known = [...new Set(named.map((route) => route.provider))].sort().join(", ");
  return [template.problemAt([...path, "provider"], message, `served by: ${known}`)];
}

function streamFinding(
  template: Template,
  path: Path,
  named: readonly Route[],
): readonly Finding[] {
  const isSilent = named.every(({ capabilities }) => capabilities.claims["streaming"] === false);
  if (named.length === 0 || !isSilent) return [];
  const message = "none of the policy's routes streams, so no first token is ever seen";
  return [template.problemAt(path, message, "claim streaming: true in the registry, or delete it")];
}

/** Rates that a policy of this kind cannot move. */
function constantFinding(
  template: Template,
  path: Path,
  metric: string,
  { strategy }: Policy,
): readonly Finding[] {
  if (metric === "escalation_rate" && strategy.kind !== "cascade") {
    const message = `escalation_rate is always 0: the strategy ${strategy.kind} escalates nothing`;
    return [template.problemAt([...path, "metric"], message, "delete it")];
  }
  return [];
}
