import type { Policy } from "./policy.ts";
import type { Registry } from "./route.ts";
import type { Strategy } from "./strategy.ts";

/**
 * Every route name that a policy says it may send requests to, as long as nothing goes astray.
 * Without a registry, a strategy that chooses from all its routes names none of them.
 */
export function routesNamedBy(policy: Policy, registry: Registry | undefined): readonly string[] {
  return [
    ...new Set([...routesOfStrategy(policy.strategy, registry), ...routesBesideStrategy(policy)]),
  ];
}

/** Those that it names where things go astray, and not to choose from. */
export function routesBesideStrategy(policy: Policy): readonly string[] {
  const names = new Set<string>();
  const { backupRoutes, transitions, degrade } = policy.fallback;
  for (const route of backupRoutes) names.add(route);
  for (const { reaction } of transitions) {
    if (reaction.kind === "fallback" && reaction.route !== undefined) names.add(reaction.route);
  }
  for (const { reaction } of policy.ceilings) {
    if (reaction.kind === "downgrade" && reaction.route !== undefined) names.add(reaction.route);
  }
  for (const step of degrade) {
    if (step.kind === "reduced_scope" && step.route !== undefined) names.add(step.route);
  }
  return [...names];
}

/** The same, and the route of its classifier: every route that a run of the policy may call. */
export function routesCalledBy(policy: Policy, registry: Registry | undefined): readonly string[] {
  const named = routesNamedBy(policy, registry);
  const classifier = classifierRouteOf(policy);
  return classifier === undefined ? named : [...new Set([...named, classifier])];
}

/** The route of the model that says what a record is about; absent: none is asked. */
export function classifierRouteOf({ strategy }: Policy): string | undefined {
  const isAsked = strategy.kind === "intent" && strategy.classifier.by === "model";
  return isAsked ? strategy.classifier.route : undefined;
}

/** The routes that a strategy chooses from, before any fallback. */
export function routesOfStrategy(
  strategy: Strategy,
  registry: Registry | undefined,
): readonly string[] {
  switch (strategy.kind) {
    case "pinned":
    case "gateway":
      return [strategy.route];
    case "priority":
    case "cascade":
    case "latency_aware":
    case "module":
      return strategy.routes;
    case "rules":
      return [...strategy.rules.map(({ route }) => route), strategy.otherwise];
    case "threshold":
      return [strategy.route, strategy.otherwise];
    case "weighted":
      return strategy.routes.map(({ route }) => route);
    case "intent": {
      const { routes, unsure } = strategy;
      return [
        ...routes.map(({ route }) => route),
        ...(unsure.kind === "route" ? [unsure.route] : []),
      ];
    }
    case "cost_aware": {
      const { routes, otherwise } = strategy;
      return otherwise.kind === "route" ? [...routes, otherwise.route] : routes;
    }
    case "scored":
      return strategy.routes ?? [...(registry?.routes.keys() ?? [])];
  }
}
