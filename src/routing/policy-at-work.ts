import type { AdviceNeeds } from "../core/advice.ts";
import type { MemoryNeeds } from "../core/memory-needs.ts";
import type { Policy } from "../core/policy.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Registry } from "../core/route.ts";
import type { RiskClass } from "../core/risk-rule.ts";
import type { Signals } from "../core/router.ts";
import { adviceNeeds } from "./advice-needs.ts";
import { callLimitsOf, type CallLimits } from "./call-limits.ts";
import { calm, circumstancesReader } from "./circumstances.ts";
import { judgeRoutes, type Eligibility } from "./eligibility.ts";
import { fallbackRoutes, type FallbackRoutes } from "./fallback-routes.ts";
import { filtersAtWork } from "./filters/filter-table.ts";
import { readsThePast } from "./memory-needs.ts";
import type { Moment } from "./moment.ts";
import { reviewReasons, type ReviewReasons } from "./review-reasons.ts";
import { riskClassReader } from "./risk-class.ts";
import type { RouterOptions } from "./router-options.ts";
import type { PreparedStrategy } from "./strategies/prepared-strategy.ts";
import { prepareStrategy } from "./strategies/strategy-table.ts";
import { readTransitionRules, type ReadRule } from "./transition-rules.ts";

/** A policy with everything worked out that no record can change. */
export interface PolicyAtWork {
  readonly policy: Policy;
  readonly memory: MemoryNeeds | undefined;
  readonly advice: AdviceNeeds | undefined;
  readonly eligibility: Eligibility;
  readonly strategy: PreparedStrategy;
  /** In the order in which they are tried. */
  readonly rules: readonly ReadRule[];
  /** Those of them that call the same route again. */
  readonly retries: readonly ReadRule[];
  readonly routes: FallbackRoutes;
  readonly review: ReviewReasons;
  /** Whether an answer can be anything but the end: most policies ask nothing more of one. */
  readonly asksOfAnswers: boolean;
  /** Absent: no rule waits for how long a call takes. */
  readonly limits: CallLimits | undefined;
  riskClassOf(view: RequestView): RiskClass | undefined;
  momentOf(view: RequestView, signals: Signals): Moment;
  /** What a call is expected to cost; absent: nobody can say. */
  costOf(route: string, view: RequestView): number | undefined;
}

/** Compiles a policy's expressions, judges its routes and reads its rules: once for a run. */
export function putToWork(
  policy: Policy,
  registry: Registry,
  options: RouterOptions,
): PolicyAtWork {
  const eligibility = judgeRoutes(policy, registry);
  const memory = readsThePast(policy, registry);
  const advice = adviceNeeds(policy);
  const strategy = prepareStrategy(policy.strategy, {
    policyName: policy.name,
    registry,
    options,
    isEligible: (route) => eligibility.isEligible(route),
  });
  const rules = readTransitionRules(policy.fallback.transitions);
  return {
    policy,
    memory,
    advice,
    eligibility,
    strategy,
    rules,
    retries: rules.filter(({ effect }) => effect === "same_route"),
    routes: fallbackRoutes(policy, strategy.succession),
    review: reviewReasons(policy),
    asksOfAnswers:
      rules.length > 0 ||
      strategy.escalation !== undefined ||
      policy.reviewWhen.length > 0 ||
      policy.fallback.sideEffectingTools.length > 0,
    limits: callLimitsOf(rules),
    riskClassOf: riskClassReader(policy),
    momentOf: momentReader(
      { policy, registry, options, eligibility },
      memory === undefined && advice === undefined,
    ),
    costOf(name, view) {
      const route = registry.routes.get(name);
      return route && options.estimateNanoUsd(route, view);
    },
  };
}

interface MomentSetup {
  readonly policy: Policy;
  readonly registry: Registry;
  readonly options: RouterOptions;
  readonly eligibility: Eligibility;
}

/**
 * Records without circumstances of their own share one moment, where the policy is told nothing:
 * there are millions of them.
 */
function momentReader(
  { policy, registry, options, eligibility }: MomentSetup,
  isToldNothing: boolean,
): PolicyAtWork["momentOf"] {
  const routes = eligibility.considered.flatMap(({ route, kept }) =>
    kept ? (registry.routes.get(route) ?? []) : [],
  );
  const filters = filtersAtWork({ policy, registry, routes, options });
  const read = circumstancesReader(filters, routes);
  const still: Moment = {
    signals: {},
    isCalm: true,
    refusalOf: (route) => eligibility.refusalOf(route),
    isEligible: (route) => eligibility.isEligible(route),
  };
  return (view, signals) => {
    const circumstances = read(view, signals);
    if (circumstances === calm) return isToldNothing ? still : { ...still, signals };
    const refusalOf: Moment["refusalOf"] = (route) =>
      eligibility.refusalOf(route) ?? circumstances.refusalOf(route);
    return {
      signals,
      isCalm: false,
      refusalOf,
      isEligible: (route) => refusalOf(route) === undefined,
    };
  };
}
