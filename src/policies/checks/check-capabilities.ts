import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import type { Refusal, RefusalKind } from "../../core/refusal.ts";
import type { Registry, Route } from "../../core/route.ts";
import { routesOfStrategy } from "../../core/routes-of-policy.ts";
import { routeMentions } from "../route-mentions.ts";
import type { Template } from "../template.ts";
import { backups, firstRoute, listedSuccessors } from "../written-fallbacks.ts";

/** Routes that can never be called, and fallbacks that cannot do what they stand in for. */
export function capabilityFindings(
  template: Template,
  policy: Policy,
  { registry, refusalOf }: RoutesAtHand,
): readonly Finding[] {
  const refused = refusedRoutes(template, refusalOf);
  const lesser = lesserFallbacks(template, policy, registry);
  return [
    ...refused.values(),
    ...lesser.flatMap(({ route, finding }) => (refused.has(route) ? [] : [finding])),
  ];
}

/** The routes of a policy, and what the engine thinks of them. */
export interface RoutesAtHand {
  readonly registry: Registry;
  /** Why a route is refused for every record; absent: it is not. */
  readonly refusalOf: (route: string) => Refusal | undefined;
}

/** What can be done about a refusal; what lists of routes refuse is a problem of its own. */
const remedies: Readonly<Partial<Record<RefusalKind, string>>> = {
  capability: "name a route that has it, or claim it in the registry",
  lifecycle: "name it there, or use another route",
  region: "name a route that serves from approved regions alone",
};

/** What the engine refuses for every record, by route, where the route is first named. */
function refusedRoutes(
  template: Template,
  refusalOf: RoutesAtHand["refusalOf"],
): ReadonlyMap<string, Finding> {
  const findings = new Map<string, Finding>();
  for (const { route, path, use } of routeMentions(template)) {
    if (use !== "traffic" || findings.has(route)) continue;
    const refusal = refusalOf(route);
    const remedy = refusal && remedies[refusal.kind];
    if (refusal === undefined || remedy === undefined) continue;
    const message = `"${route}" can never be called: ${refusal.because}`;
    findings.set(route, template.problemAt(path, message, remedy));
  }
  return findings;
}

/**
 * A fallback for a request that its route cannot serve is none. What a policy requires it says, and
 * every route has to claim that; where it does not say, the primary route stands for what is needed.
 */
function lesserFallbacks(
  template: Template,
  policy: Policy,
  { routes }: Registry,
): readonly { readonly route: string; readonly finding: Finding }[] {
  if (policy.requiredCapabilities.length > 0) return [];
  const primaries = primaryRoutes(policy).flatMap((name) => routes.get(name) ?? []);
  const steps = [...listedSuccessors(policy), ...backups(template)];
  return steps.flatMap(({ route: name, path }) => {
    const route = routes.get(name);
    if (route === undefined) return [];
    for (const primary of primaries) {
      const lacking = Object.keys(primary.capabilities.claims).filter(
        (claim) => claims(primary, claim) && !claims(route, claim),
      );
      if (lacking.length === 0) continue;
      const message = `"${name}" stands in for "${primary.name}" and lacks what that claims: ${lacking.join(", ")}`;
      const hint = "name a route that has it too, or write what is needed in required_capabilities";
      return [{ route: name, finding: template.problemAt(path, message, hint) }];
    }
    return [];
  });
}

/** The route that stands for the policy; where there is none, each that it chooses from. */
function primaryRoutes(policy: Policy): readonly string[] {
  const primary = policy.primaryRoute ?? firstRoute(policy);
  return primary === undefined ? routesOfStrategy(policy.strategy, undefined) : [primary];
}

function claims({ capabilities }: Route, claim: string): boolean {
  return Object.hasOwn(capabilities.claims, claim) && capabilities.claims[claim] === true;
}
