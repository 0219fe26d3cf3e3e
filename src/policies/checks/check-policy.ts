import { didYouMean } from "../../core/nearest-name.ts";
import type { Policy } from "../../core/policy.ts";
import { routesNamedBy } from "../../core/routes-of-policy.ts";
import type { Problem } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { chainProblems } from "./check-chain.ts";
import { gateReachProblems } from "./check-gate-reach.ts";
import { gateProblems } from "./check-gates.ts";
import { gatewayProblems } from "./check-gateway.ts";
import { budgetProblems, costProblems } from "./check-costs.ts";
import { intentProblems } from "./check-intents.ts";
import { qualityProblems } from "./check-quality.ts";
import { riskProblems } from "./check-risk.ts";
import { healthProblems, logProblems, triggerProblems } from "./check-triggers.ts";
import type { LoadedPolicy } from "../read-policy.ts";
import { routeMentions } from "../route-mentions.ts";
import type { Template } from "../template.ts";

/**
 * What a run would still need of a policy that was read: routes, amounts, gates that can be decided.
 * Without a registry only what the policy says by itself is checked; without graders a metric that
 * is not known may be one of theirs.
 */
export function checkPolicy(
  loaded: LoadedPolicy,
  registry: Registry | undefined,
  graders?: readonly string[],
): readonly Problem[] {
  const { policy, template, registryFile } = loaded;
  const problems: Problem[] = [];
  if (registryFile === undefined && registry === undefined) {
    const hint = "write registry: registry.yaml, or pass --registry FILE";
    problems.push(template.problemAt(["registry"], "names no registry", hint));
  }
  if (routesNamedBy(policy, registry).includes("")) {
    const message = "names no route to send requests to";
    problems.push(template.problemAt(["route_selection"], message, "write primary_route: NAME"));
  }
  problems.push(
    ...(registry === undefined ? [] : registryProblems(template, policy, registry)),
    ...conflictProblems(template, policy),
    ...budgetProblems(template, registry),
    ...idleFallback(template, policy),
    ...chainProblems(template, policy),
    ...triggerProblems(template),
    ...healthProblems(template),
    ...costProblems(template),
    ...riskProblems(template, registry),
    ...intentProblems(template),
    ...qualityProblems(template, loaded),
    ...logProblems(template),
    ...gateProblems(template, registry, graders),
    ...gateReachProblems(template),
  );
  return problems;
}

function registryProblems(
  template: Template,
  policy: Policy,
  registry: Registry,
): readonly Problem[] {
  const { routes, file } = registry;
  const unknown = routeMentions(template)
    .filter(({ route }) => !routes.has(route))
    .map(({ route, path }) => {
      const hint = didYouMean(route, routes.keys()) ?? `add it to ${file}`;
      return template.problemAt(path, `the registry has no route "${route}"`, hint);
    });
  return [
    ...unknown,
    ...gatewayProblems(template, policy, routes),
    ...blockedSlips(template, policy, routes),
    ...capabilityProblems(template, policy, registry),
  ];
}

/** A blocked name need not be a route, but a slip would leave the route it means open. */
function blockedSlips(
  template: Template,
  policy: Policy,
  routes: Registry["routes"],
): readonly Problem[] {
  const lists = [
    { path: ["route_selection", "blocked_routes"], names: policy.blockedRoutes },
    { path: ["fallback", "blocked_fallbacks"], names: policy.fallback.blockedFallbacks },
  ];
  return lists.flatMap(({ path, names }) =>
    names.flatMap((name, index) => {
      const hint = routes.has(name) ? undefined : didYouMean(name, routes.keys());
      if (hint === undefined) return [];
      return [template.problemAt([...path, index], `blocks "${name}", which is no route`, hint)];
    }),
  );
}

/** A capability that no named route claims leaves nothing to choose from. */
function capabilityProblems(
  template: Template,
  policy: Policy,
  registry: Registry,
): readonly Problem[] {
  const { routes } = registry;
  const named = routesNamedBy(policy, registry)
    .map((name) => routes.get(name))
    .filter((route) => route !== undefined);
  if (named.length === 0) return [];
  const claimed = new Set(
    [...routes.values()].flatMap(({ capabilities }) => Object.keys(capabilities.claims)),
  );
  return policy.requiredCapabilities.flatMap((claim, index) => {
    if (named.some(({ capabilities }) => capabilities.claims[claim] === true)) return [];
    const hint = claimed.has(claim) ? undefined : didYouMean(claim, claimed);
    const message = `none of the policy's routes claims "${claim}"`;
    return [template.problemAt(["route_selection", "required_capabilities", index], message, hint)];
  });
}

/** What one list of the policy gives and another takes away. */
function conflictProblems(template: Template, policy: Policy): readonly Problem[] {
  const { blockedRoutes, allowedRoutes, fallback, strategy } = policy;
  const gateway = strategy.kind === "gateway" ? strategy.route : undefined;
  const problems = routeMentions(template)
    .filter(({ use }) => use === "traffic")
    .flatMap(({ route, path }) => {
      if (blockedRoutes.includes(route)) {
        return [template.problemAt(path, `"${route}" is also in blocked_routes`)];
      }
      if (allowedRoutes === undefined || allowedRoutes.includes(route)) return [];
      // What a gateway may serve is listed, not the way to it.
      if (route === gateway) return [];
      return [template.problemAt(path, `"${route}" is not in allowed_routes`)];
    });
  const both = (names: readonly string[], list: string): readonly Problem[] =>
    names.flatMap((name, index) => {
      if (!fallback.blockedFallbacks.includes(name)) return [];
      const message = `"${name}" is also in blocked_fallbacks`;
      return [template.problemAt(["fallback", list, index], message)];
    });
  return [
    ...problems,
    ...both(template.shape.fallback?.allowed_fallbacks ?? [], "allowed_fallbacks"),
    ...backupConflicts(template, policy),
    ...(allowedRoutes ?? []).flatMap((name, index) => {
      if (!blockedRoutes.includes(name)) return [];
      const path = ["route_selection", "allowed_routes", index];
      return [template.problemAt(path, `"${name}" is also in blocked_routes`)];
    }),
  ];
}

function backupConflicts(template: Template, { fallback }: Policy): readonly Problem[] {
  const { allowedFallbacks, blockedFallbacks, backupRoutes } = fallback;
  if (template.shape.fallback?.backup_routes === template.shape.fallback?.allowed_fallbacks) {
    return [];
  }
  return backupRoutes.flatMap((name, index) => {
    const path = ["fallback", "backup_routes", index];
    if (blockedFallbacks.includes(name)) {
      return [template.problemAt(path, `"${name}" is also in blocked_fallbacks`)];
    }
    if (allowedFallbacks === undefined || allowedFallbacks.includes(name)) return [];
    return [template.problemAt(path, `"${name}" is not in allowed_fallbacks`)];
  });
}

/** A fallback with nowhere to go; some strategies have a next route of their own. */
function idleFallback(template: Template, { strategy, fallback }: Policy): readonly Problem[] {
  const hasSuccessor =
    strategy.kind === "priority" ||
    strategy.kind === "cascade" ||
    (strategy.kind === "cost_aware" && strategy.routes.length > 1) ||
    (strategy.kind === "scored" && strategy.fallbacks > 0);
  const key = "fallback_to_backup_route";
  const triggers = template.shape.fallback?.[key] ?? [];
  if (hasSuccessor || triggers.length === 0 || fallback.backupRoutes.length > 0) return [];
  const hint = "write backup_routes: [NAME]";
  return [template.problemAt(["fallback", key], "has no backup route to fall back to", hint)];
}
