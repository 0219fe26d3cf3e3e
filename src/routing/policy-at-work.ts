import type { Policy } from "../core/policy.ts";
import type { Registry } from "../core/route.ts";
import { judgeRoutes, type Eligibility } from "./eligibility.ts";
import { fallbackRoutes, type FallbackRoutes } from "./fallback-routes.ts";
import type { PreparedStrategy } from "./strategies/prepared-strategy.ts";
import { prepareStrategy } from "./strategies/strategy-table.ts";
import { readTransitionRules, type TransitionRules } from "./transition-rules.ts";

/** A policy with everything worked out that no record can change. */
export interface PolicyAtWork {
  readonly policy: Policy;
  readonly eligibility: Eligibility;
  readonly strategy: PreparedStrategy;
  readonly rules: TransitionRules;
  readonly routes: FallbackRoutes;
}

/** Compiles a policy's expressions, judges its routes and reads its rules: once for a run. */
export function putToWork(policy: Policy, registry: Registry, seed: number): PolicyAtWork {
  const eligibility = judgeRoutes(policy, registry);
  const strategy = prepareStrategy(policy.strategy, {
    policyName: policy.name,
    seed,
    isEligible: (route) => eligibility.isEligible(route),
  });
  return {
    policy,
    eligibility,
    strategy,
    rules: readTransitionRules(policy.fallback.transitions),
    routes: fallbackRoutes(policy, eligibility, strategy.succession),
  };
}
