import type { Finding } from "../../core/problem.ts";
import type { Registry } from "../../core/route.ts";
import { policyFindings } from "../../policies/checks/policy-findings.ts";
import type { LoadedPolicy } from "../../policies/read-policy.ts";
import { judgeRoutes } from "../../routing/eligibility.ts";

/** What a policy says in vain, its routes judged as the engine itself judges them. */
export function findingsOfPolicy(
  loaded: LoadedPolicy,
  registry: Registry | undefined,
  asOfMs: number,
): readonly Finding[] {
  if (registry === undefined) return policyFindings(loaded, undefined, asOfMs);
  const eligibility = judgeRoutes(loaded.policy, registry);
  const routes = { registry, refusalOf: (route: string) => eligibility.refusalOf(route) };
  return policyFindings(loaded, routes, asOfMs);
}
