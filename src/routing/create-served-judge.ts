import type { Attempt } from "../core/attempt.ts";
import type { GatewayEvidence } from "../core/call-evidence.ts";
import type { Policy } from "../core/policy.ts";
import { routesNamedBy } from "../core/routes-of-policy.ts";
import type { Registry, Route } from "../core/route.ts";
import type {
  BilledAttempt,
  PriceAttempt,
  ServedAttempt,
  ServedJudge,
} from "../core/served-judge.ts";
import { refusalOf } from "./eligibility.ts";
import { fallbackRoutes, type FallbackRoutes } from "./fallback-routes.ts";
import { routesServed } from "./served-route.ts";

/** What a policy makes of one served model: worked out once, not once an attempt. */
interface Finding {
  readonly route: Route | undefined;
  /** Why it should not have been served; absent: it may. */
  readonly violation: string | undefined;
}

interface Setup {
  readonly policy: Policy;
  readonly registry: Registry;
  /** The route of the strategy `gateway`; absent: another strategy. */
  readonly gateway: string | undefined;
  readonly fallbacks: FallbackRoutes;
  readonly priceAttempt: PriceAttempt;
}

/**
 * The judge of what gateways serve under a policy; absent: none of its routes can lead to one, so
 * nothing has to be asked of any attempt.
 *
 * The strategy `gateway` answers for every model: one that the registry has no route for is a
 * violation. Behind other routes a model's name may be the gateway's own alias, so only what is
 * known to be another route, and refused, is held against the policy.
 */
export function createServedJudge(
  policy: Policy,
  registry: Registry,
  priceAttempt: PriceAttempt,
): ServedJudge | undefined {
  const { strategy } = policy;
  const gateway = strategy.kind === "gateway" ? strategy.route : undefined;
  const leadsToGateway = (name: string): boolean =>
    registry.routes.get(name)?.provider === "openai_compatible";
  if (gateway === undefined && !routesNamedBy(policy, registry).some(leadsToGateway))
    return undefined;
  const fallbacks = fallbackRoutes(policy, []);
  const setup = { policy, registry, gateway, fallbacks, priceAttempt };
  const findings = new Map<string, Finding>();
  const isServedFor = ({ route, evidence }: ServedAttempt): boolean =>
    route === gateway || evidence?.gateway !== undefined;
  return {
    judge: (attempt, { nowMs }) =>
      isServedFor(attempt)
        ? judged(attempt, findingFor(attempt, setup, findings), setup, nowMs)
        : attempt,
    costNanoUsd: (attempt) =>
      isServedFor(attempt)
        ? costOf(attempt, findingFor(attempt, setup, findings).route, setup)
        : attempt.costNanoUsd,
  };
}

/** Nothing is known of what served: no violation, and no proof that there was none. */
const untold: Finding = { route: undefined, violation: undefined };

function findingFor(attempt: ServedAttempt, setup: Setup, findings: Map<string, Finding>): Finding {
  const { registry, gateway } = setup;
  const { servedModel: model } = attempt;
  if (model === undefined) return untold;
  const by = attempt.evidence?.gateway?.servedBy;
  const key = JSON.stringify([attempt.route, model, by]);
  let finding = findings.get(key);
  if (finding === undefined) {
    const candidates = routesServed({ model, by }, registry, gateway);
    finding =
      attempt.route !== gateway
        ? behindRoute(attempt.route, candidates, setup)
        : candidates.length === 0 && model === attempt.requestedModel
          ? // It repeats what it was asked for, such as `auto`: that says nothing.
            untold
          : chosenBy(model, candidates, setup);
    findings.set(key, finding);
  }
  return finding;
}

/** Of several routes to one model it is the one that the policy allows, where it allows any. */
function chosenBy(model: string, candidates: readonly Route[], { policy }: Setup): Finding {
  const allowed = candidates.find((route) => refusalOf(route.name, policy, route) === undefined);
  if (allowed !== undefined) return { route: allowed, violation: undefined };
  const [route] = candidates;
  if (route === undefined) {
    return { route, violation: `served ${model}, which no route of the registry is` };
  }
  return { route, violation: refused(route, policy) };
}

function behindRoute(own: string, candidates: readonly Route[], { policy }: Setup): Finding {
  const asked = candidates.find(({ name }) => name === own);
  const route = asked ?? candidates.find((one) => refusalOf(one.name, policy, one) === undefined);
  if (route !== undefined) return { route, violation: undefined };
  const [other] = candidates;
  return { route: other, violation: other === undefined ? undefined : refused(other, policy) };
}

function refused(route: Route, policy: Policy): string {
  return `served ${route.name}: ${refusalOf(route.name, policy, route)?.because ?? "it is refused"}`;
}

function judged(attempt: Attempt, finding: Finding, setup: Setup, nowMs: number): Attempt {
  const { route } = finding;
  const told = attempt.evidence?.gateway ?? {};
  const hasFallenBack = (told.fallbacks ?? 0) > 0;
  const violation =
    finding.violation ?? (hasFallenBack ? fallbackViolation(route, setup) : undefined);
  const { servedRoute: _route, violation: _violation, ...said } = told;
  const gateway: GatewayEvidence = {
    ...said,
    ...(route && { servedRoute: route.name }),
    ...(violation !== undefined && { violation }),
  };
  const isUnreviewed =
    attempt.isUnreviewed ||
    (hasFallenBack && setup.fallbacks.isUnreviewed(attempt.route, route?.name ?? "", nowMs));
  return {
    ...attempt,
    isUnreviewed,
    costNanoUsd: costOf(attempt, route, setup),
    ...(isEmpty(gateway) && attempt.evidence === undefined
      ? {}
      : { evidence: { ...attempt.evidence, gateway } }),
  };
}

/** A route that may serve need not be one that may be fallen back to. */
function fallbackViolation(route: Route | undefined, { policy }: Setup): string | undefined {
  const { blockedFallbacks, allowedFallbacks } = policy.fallback;
  if (route === undefined) return undefined;
  if (blockedFallbacks.includes(route.name)) {
    return `fell back to ${route.name}: it is in blocked_fallbacks`;
  }
  if (allowedFallbacks === undefined || allowedFallbacks.includes(route.name)) return undefined;
  return `fell back to ${route.name}: it is not in allowed_fallbacks`;
}

/**
 * What served has its own price; without one the gateway's route's stands, as the provider counted
 * it. Where there was no wire the source's own cost stands.
 */
function costOf(
  attempt: BilledAttempt,
  route: Route | undefined,
  { priceAttempt }: Setup,
): number | undefined {
  const { result, usage, evidence, costNanoUsd } = attempt;
  if (evidence === undefined || route?.price === undefined) return costNanoUsd;
  const countsTokens = usage.inputUncachedTokens !== undefined || usage.outputTokens !== undefined;
  if (result.kind !== "response" && !countsTokens) return costNanoUsd;
  return priceAttempt(attempt, route.price) ?? costNanoUsd;
}

function isEmpty(gateway: GatewayEvidence): boolean {
  return Object.keys(gateway).length === 0;
}
