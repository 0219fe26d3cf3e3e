import type { ConditionSource } from "../../../src/core/condition-source.ts";
import type { FallbackRules, Policy, TransitionRule } from "../../../src/core/policy.ts";
import { nanoUsdFromUsd } from "../../../src/core/money.ts";
import type { Strategy } from "../../../src/core/strategy.ts";
import type { Registry, Route } from "../../../src/core/route.ts";
import { triggerForm } from "../../../src/core/trigger-form.ts";
import type { RouterOptions } from "../../../src/routing/router-options.ts";
import { restOfPolicy } from "../../support/policy-defaults.ts";

/** The `fallback` part of a policy, by the names it has in the document. */
export interface FallbackDocument {
  readonly max_attempts?: number;
  readonly retry_same_route_once?: readonly string[];
  /** A trigger, or a trigger with the route to use: `timeout -> reviewed_route`. */
  readonly fallback_to_backup_route?: readonly string[];
  readonly backup_routes?: readonly string[];
  readonly allowed_fallbacks?: readonly string[];
  readonly blocked_fallbacks?: readonly string[];
  readonly stop_without_fallback?: readonly string[];
  readonly stop_and_queue?: readonly string[];
  readonly approval_required?: boolean;
  readonly approvals?: FallbackRules["approvals"];
  readonly degrade?: FallbackRules["degrade"];
  readonly side_effecting_tools?: readonly string[];
}

export interface PolicyDocument {
  readonly name?: string;
  readonly strategy?: Strategy;
  readonly required_capabilities?: readonly string[];
  readonly allowed_routes?: readonly string[];
  readonly blocked_routes?: readonly string[];
  readonly human_review_required_when?: readonly string[];
  readonly fallback?: FallbackDocument;
  readonly risk_class?: Policy["riskClass"];
  readonly data_sensitivity?: string;
  readonly class_by?: string;
  readonly data_sensitivity_by?: string;
  /** Regions by sensitivity, or those of all content. */
  readonly approved_regions?: readonly string[] | Readonly<Record<string, readonly string[]>>;
  readonly on_no_eligible_route?: Policy["onNoEligibleRoute"];
  readonly redact?: Policy["risk"]["redact"];
  readonly latency?: Partial<Policy["latency"]>;
}

export function aSource(text: string): ConditionSource {
  return { text, place: "policies/p.yaml:7:13" };
}

/** Options of a router that chance and prices do not matter to. */
export const someOptions: RouterOptions = {
  seed: 1,
  estimateNanoUsd: () => undefined,
  qualityTable: undefined,
};

/** A policy as its document says; without a strategy it is pinned to `main`. */
export function aPolicy(document: PolicyDocument = {}): Policy {
  return {
    ...restOfPolicy,
    name: document.name ?? "policy",
    file: "policies/p.yaml",
    strategy: document.strategy ?? { kind: "pinned", route: "main" },
    primaryRoute: "main",
    requiredCapabilities: document.required_capabilities ?? [],
    allowedRoutes: document.allowed_routes,
    blockedRoutes: document.blocked_routes ?? [],
    reviewWhen: (document.human_review_required_when ?? []).map(aSource),
    fallback: fallbackRules(document.fallback ?? {}),
    riskClass: document.risk_class,
    dataSensitivity: document.data_sensitivity,
    risk: {
      classBy: document.class_by === undefined ? undefined : aSource(document.class_by),
      sensitivityBy:
        document.data_sensitivity_by === undefined
          ? undefined
          : aSource(document.data_sensitivity_by),
      approvedRegions: approvedRegions(document.approved_regions),
      redact: document.redact ?? [],
    },
    onNoEligibleRoute: document.on_no_eligible_route ?? "refuse",
    latency: { ...restOfPolicy.latency, ...document.latency },
  };
}

function approvedRegions(
  regions: PolicyDocument["approved_regions"] = {},
): Policy["risk"]["approvedRegions"] {
  if (Array.isArray(regions)) {
    return [{ sensitivity: undefined, regions: regions as readonly string[] }];
  }
  return Object.entries(regions).map(([sensitivity, of]) => ({ sensitivity, regions: of }));
}

function fallbackRules(document: FallbackDocument): FallbackRules {
  const rulesOf = (triggers: readonly string[] | undefined, kind: "stop" | "queue" | "retry") =>
    (triggers ?? []).map((trigger) => ruleOf(trigger, { kind }));
  const fallbacks = (document.fallback_to_backup_route ?? []).map((text) => {
    const [trigger = "", route] = text.split(" -> ");
    return ruleOf(trigger, { kind: "fallback", route });
  });
  return {
    ...restOfPolicy.fallback,
    maxAttempts: document.max_attempts ?? 4,
    transitions: [
      ...rulesOf(document.stop_without_fallback, "stop"),
      ...rulesOf(document.stop_and_queue, "queue"),
      ...rulesOf(document.retry_same_route_once, "retry"),
      ...fallbacks,
    ],
    backupRoutes: document.backup_routes ?? [],
    allowedFallbacks: document.allowed_fallbacks,
    blockedFallbacks: document.blocked_fallbacks ?? [],
    approvalRequired: document.approval_required ?? false,
    approvals: document.approvals ?? [],
    degrade: document.degrade ?? [],
    sideEffectingTools: document.side_effecting_tools ?? [],
  };
}

function ruleOf(trigger: string, reaction: TransitionRule["reaction"]): TransitionRule {
  if (triggerForm(trigger).kind !== "expression") return { trigger, reaction };
  return { trigger, expression: aSource(trigger), reaction };
}

/** A registry of managed routes; an entry says what is special about one. */
export function aRegistry(
  routes: Readonly<Record<string, Partial<Route>>> = { main: {}, backup: {}, second: {} },
): Registry {
  const entries = Object.entries(routes).map(
    ([name, parts]) => [name, aRoute(name, parts)] as const,
  );
  return { file: "registry.yaml", routes: new Map(entries), budgetsNanoUsd: new Map() };
}

function aRoute(name: string, parts: Partial<Route>): Route {
  return {
    name,
    provider: "openai",
    model: `${name}-1`,
    endpointFamily: "openai",
    baseUrl: undefined,
    apiKeyEnv: undefined,
    parameters: {},
    capabilities: { claims: {}, contextWindow: undefined, regions: undefined },
    lifecycle: "managed",
    sourceScope: undefined,
    limits: { requestsPerMinute: undefined, tokensPerMinute: undefined, maxConcurrency: undefined },
    price: undefined,
    simulation: undefined,
    ...parts,
  };
}

/** Capabilities that a route claims. */
export function claiming(...names: readonly string[]): Partial<Route> {
  const claims = Object.fromEntries(names.map((name) => [name, true]));
  return { capabilities: { claims, contextWindow: undefined, regions: undefined } };
}

/** A route at these prices of a million tokens, in US dollars. */
export function priced(inputUsd: number, outputUsd: number): Partial<Route> {
  const price = {
    inputNanoUsdPerMtok: nanoUsdFromUsd(inputUsd),
    cachedInputNanoUsdPerMtok: undefined,
    outputNanoUsdPerMtok: nanoUsdFromUsd(outputUsd),
    perRequestNanoUsd: 0,
  };
  return { price };
}

/** A route that serves from some regions. */
export function servingFrom(...regions: readonly string[]): Partial<Route> {
  return { capabilities: { claims: {}, contextWindow: undefined, regions } };
}
