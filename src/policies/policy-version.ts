import type { Ceiling } from "../core/ceiling.ts";
import type { FallbackRules, Policy, TransitionRule } from "../core/policy.ts";
import { routesCalledBy } from "../core/routes-of-policy.ts";
import type { RiskRule } from "../core/risk-rule.ts";
import type { Registry, Route } from "../core/route.ts";
import type { Strategy } from "../core/strategy.ts";
import { canonicalJson, sha256Hex } from "../core/canonical-json.ts";
import type { LoadedPolicy } from "./read-policy.ts";

/** A policy and the routes it names (null: the registry lacks it), without what has no meaning. */
export interface PolicyMeaning {
  readonly policy: Readonly<Record<string, unknown>>;
  readonly routes: Readonly<Record<string, Route | null>>;
}

/**
 * `sha256:` over what a policy means and the full definitions of the routes it names: a changed
 * model behind an unchanged name is a new version. Formatting, comments, spelling, file name and
 * the order of what has no order are not part of it.
 */
export function policyVersion(loaded: LoadedPolicy, registry: Registry): string {
  return `sha256:${sha256Hex(canonicalJson(policyMeaning(loaded, registry)))}`;
}

/** What a version is taken over: equal meanings have equal canonical JSON, whatever was written. */
export function policyMeaning(loaded: LoadedPolicy, registry: Registry): PolicyMeaning {
  const { policy, template } = loaded;
  const { file: _file, version: _version, ...meaning } = policy;
  const { fallback, promotion } = policy;
  const routes = namedRoutes(policy, registry).map((name) => [
    name,
    registry.routes.get(name) ?? null,
  ]);
  return {
    policy: {
      ...meaning,
      // What the policy states and this version does not act on is part of what was approved.
      stated: { workflow: template.shape.workflow ?? null },
      strategy: withoutPlaces(strategyMeaning(policy.strategy)),
      health: policy.health && { ...policy.health, counts: sorted(policy.health.counts) },
      ceilings: withoutPlaces(policy.ceilings.map(ceilingMeaning)),
      risk: withoutPlaces(riskMeaning(policy.risk)),
      // Where the files lie is not part of what they say.
      attachments: policy.attachments.map(({ role, sha256 }) => ({ role, sha256 })),
      requiredCapabilities: sorted(policy.requiredCapabilities),
      allowedRoutes: policy.allowedRoutes && sorted(policy.allowedRoutes),
      blockedRoutes: sorted(policy.blockedRoutes),
      reviewWhen: sorted(policy.reviewWhen.map(({ text }) => text)),
      requiredLogs: sorted(policy.requiredLogs),
      fallback: {
        ...fallback,
        transitions: orderless(withoutPlaces(fallback.transitions) as FallbackRules["transitions"]),
        allowedFallbacks: fallback.allowedFallbacks && sorted(fallback.allowedFallbacks),
        blockedFallbacks: sorted(fallback.blockedFallbacks),
        sideEffectingTools: sorted(fallback.sideEffectingTools),
        approvals: sorted(fallback.approvals.map(canonicalJson)),
      },
      promotion: {
        ...promotion,
        gates: sorted(promotion.gates.map(canonicalJson)),
        ...(promotion.guardSegments && { guardSegments: sorted(promotion.guardSegments) }),
      },
    },
    routes: Object.fromEntries(routes),
  };
}

/** Routes whose definitions are part of a policy's version, by name and sorted. */
export function namedRoutes(policy: Policy, registry: Registry): readonly string[] {
  return sorted([...routesCalledBy(policy, registry), ...(policy.allowedRoutes ?? [])]);
}

/** Only reactions that name a route compete with each other, so only their order says anything. */
function orderless(transitions: readonly TransitionRule[]): readonly unknown[] {
  const names = ({ reaction }: TransitionRule): boolean =>
    reaction.kind === "fallback" && reaction.route !== undefined;
  const others = transitions.filter((rule) => !names(rule)).map(canonicalJson);
  return [...sorted(others), ...transitions.filter(names)];
}

/** Pools have no order: what is compared is compared with all. */
function strategyMeaning(strategy: Strategy): unknown {
  switch (strategy.kind) {
    case "cost_aware":
    case "latency_aware":
    case "module":
      return { ...strategy, routes: sorted(strategy.routes) };
    case "scored": {
      const { routes, allowedModels } = strategy;
      return {
        ...strategy,
        routes: routes && sorted(routes),
        allowedModels: allowedModels && sorted(allowedModels),
      };
    }
    default:
      return strategy;
  }
}

function ceilingMeaning(ceiling: Ceiling): unknown {
  return { ...ceiling, routes: ceiling.routes && sorted(ceiling.routes) };
}

function riskMeaning(risk: RiskRule): unknown {
  return {
    ...risk,
    redact: sorted(risk.redact),
    approvedRegions: risk.approvedRegions.map(({ sensitivity, regions }) => ({
      sensitivity,
      regions: sorted(regions),
    })),
  };
}

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

/** Where an expression stands in its file is not part of what it means. */
function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.filter(([key]) => key !== "place").map(([key, entry]) => [key, withoutPlaces(entry)]),
  );
}
