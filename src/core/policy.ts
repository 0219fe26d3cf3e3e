import type { JsonObject } from "./json.ts";

/** An expression as it stands in a document; compiled by the room that evaluates it. */
export interface ConditionSource {
  readonly text: string;
  /** `file:line:column` of its first character. */
  readonly place: string;
}

export type Strategy =
  | { readonly kind: "pinned"; readonly route: string }
  | { readonly kind: "priority"; readonly routes: readonly string[] }
  | {
      readonly kind: "rules";
      readonly rules: readonly { readonly when: ConditionSource; readonly route: string }[];
      readonly otherwise: string;
    }
  | {
      readonly kind: "cascade";
      readonly routes: readonly string[];
      readonly escalateWhen: ConditionSource;
      readonly maxEscalations: number;
    }
  | {
      readonly kind: "threshold";
      readonly score: ConditionSource;
      readonly atLeast: number;
      readonly route: string;
      readonly otherwise: string;
    }
  | {
      readonly kind: "weighted";
      /** Sorted by name; weights are positive and need not sum to 1. */
      readonly routes: readonly { readonly route: string; readonly weight: number }[];
      /** What keeps a customer on one route; absent: the record id. */
      readonly stickyBy: ConditionSource | undefined;
    }
  /** `route` leads to a gateway that chooses by itself: the lists of routes say what it may serve. */
  | { readonly kind: "gateway"; readonly route: string };

/** What a policy does when an attempt ends in `trigger`. */
export type Reaction =
  | { readonly kind: "retry" }
  | { readonly kind: "fallback"; readonly route: string | undefined }
  | { readonly kind: "stop" }
  | { readonly kind: "queue" };

/**
 * A trigger is a failure kind, `transient_error`, `primary_route_unavailable`,
 * `schema_invalid_after_retry`, or the name of a tag or signal that is true.
 */
export interface TransitionRule {
  readonly trigger: string;
  readonly reaction: Reaction;
}

export interface Approval {
  readonly from: string;
  readonly to: string;
  readonly by: string;
  /** End of validity, inclusive to the end of that UTC day; absent: open-ended. */
  readonly untilMs: number | undefined;
}

export interface FallbackRules {
  readonly maxAttempts: number;
  /** In the order in which they are tried: stop and queue before retry before fallback. */
  readonly transitions: readonly TransitionRule[];
  readonly backupRoutes: readonly string[];
  /** Absent: every route that is not blocked. */
  readonly allowedFallbacks: readonly string[] | undefined;
  readonly blockedFallbacks: readonly string[];
  readonly approvalRequired: boolean;
  readonly approvals: readonly Approval[];
}

export interface Gate {
  readonly metric: string;
  readonly segment: { readonly tag: string; readonly value: string } | undefined;
  readonly route: string | undefined;
  readonly provider: string | undefined;
  readonly bound: "min" | "max" | "max_drop" | "max_rise" | "max_ratio" | "min_ratio";
  readonly threshold: number;
}

/** A routing policy as the program understands it. */
export interface Policy {
  readonly name: string;
  readonly file: string;
  /** `sha256:` over the canonical document and the routes it names. */
  readonly version: string;
  readonly workflow: string | undefined;
  readonly owner: JsonObject;
  readonly strategy: Strategy;
  /** The route that `primary_route_unavailable` speaks of; absent for strategies without one. */
  readonly primaryRoute: string | undefined;
  readonly requiredCapabilities: readonly string[];
  /** Absent: every registered route. */
  readonly allowedRoutes: readonly string[] | undefined;
  readonly blockedRoutes: readonly string[];
  readonly latency: {
    readonly p95FirstTokenMs: number | undefined;
    readonly p95CompleteMs: number | undefined;
    readonly timeoutMs: number | undefined;
    readonly firstTokenTimeoutMs: number | undefined;
  };
  readonly cost: {
    readonly maxPerRequestNanoUsd: number | undefined;
    readonly maxPerWorkflowNanoUsd: number | undefined;
    readonly ownerKey: string | undefined;
  };
  /** Conditions (names of tags or signals, or expressions) under which a person must look. */
  readonly reviewWhen: readonly ConditionSource[];
  readonly fallback: FallbackRules;
  readonly requiredLogs: readonly string[];
  readonly acceptance: {
    readonly minEvalPassRate: number | undefined;
    readonly maxSchemaErrorRate: number | undefined;
    readonly maxUnreviewedFallbackRate: number | undefined;
  };
  readonly promotion: {
    readonly confidence: number;
    readonly decideOn: "bound" | "point";
    readonly gates: readonly Gate[];
  };
}

/** Every route name that a policy says it may send traffic to, as long as nothing goes astray. */
export function routesNamedBy(policy: Policy): readonly string[] {
  const names = new Set<string>();
  const strategy = policy.strategy;
  switch (strategy.kind) {
    case "pinned":
    case "gateway":
      names.add(strategy.route);
      break;
    case "priority":
    case "cascade":
      for (const route of strategy.routes) names.add(route);
      break;
    case "rules":
      for (const rule of strategy.rules) names.add(rule.route);
      names.add(strategy.otherwise);
      break;
    case "threshold":
      names.add(strategy.route);
      names.add(strategy.otherwise);
      break;
    case "weighted":
      for (const { route } of strategy.routes) names.add(route);
      break;
  }
  for (const route of policy.fallback.backupRoutes) names.add(route);
  for (const { reaction } of policy.fallback.transitions) {
    if (reaction.kind === "fallback" && reaction.route !== undefined) names.add(reaction.route);
  }
  return [...names];
}
