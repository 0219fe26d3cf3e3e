import type { Policy } from "../../core/policy.ts";
import type { Problem } from "../../core/problem.ts";
import { blockedDowngrades, ceilingCycles } from "./check-ceilings.ts";
import type { Template } from "../template.ts";
import { backups, firstRoute, listedSuccessors } from "../written-fallbacks.ts";

/**
 * Fallbacks that can never be taken because of what the policy itself says: they lead back to a
 * route that was tried, or another list blocks them.
 */
export function chainProblems(template: Template, policy: Policy): readonly Problem[] {
  return [
    ...cycles(template, policy),
    ...blockedSteps(template, policy),
    ...selfApprovals(template),
    ...ceilingCycles(template),
    ...blockedDowngrades(template, policy),
  ];
}

function cycles(template: Template, policy: Policy): readonly Problem[] {
  const first = firstRoute(policy);
  const problems: Problem[] = [];
  for (const steps of [listedSuccessors(policy), backups(template)]) {
    const seen = new Set<string>();
    for (const { route, path } of steps) {
      // One occasion may use the route of another: only a list tries its routes one after the other.
      const isListed = typeof path.at(-1) === "number";
      if (route === first) {
        const message = `"${route}" is where the chain begins: this fallback leads back to it`;
        problems.push(template.problemAt(path, message, "name another route, or delete it"));
      } else if (isListed && seen.has(route)) {
        const message = `"${route}" stands twice in this chain: it is tried once`;
        problems.push(template.problemAt(path, message, "delete one of the two"));
      }
      if (isListed) seen.add(route);
    }
  }
  return problems;
}

/** Backups that another list blocks are looked at by `conflictProblems`. */
function blockedSteps(template: Template, policy: Policy): readonly Problem[] {
  const { allowedFallbacks, blockedFallbacks } = policy.fallback;
  const steps = [
    ...(policy.strategy.kind === "priority" ? listedSuccessors(policy) : []),
    ...backups(template).filter(({ path }) => String(path[1]).startsWith("on_")),
  ];
  return steps.flatMap(({ route, path }) => {
    if (blockedFallbacks.includes(route)) {
      return [template.problemAt(path, `"${route}" is also in blocked_fallbacks`)];
    }
    if (allowedFallbacks === undefined || allowedFallbacks.includes(route)) return [];
    return [template.problemAt(path, `"${route}" is not in allowed_fallbacks`)];
  });
}

function selfApprovals(template: Template): readonly Problem[] {
  return (template.shape.fallback?.approvals ?? []).flatMap(({ from, to }, index) => {
    if (from !== to) return [];
    const message = `approves a fallback from "${from}" to itself`;
    return [
      template.problemAt(["fallback", "approvals", index, "to"], message, "name the other route"),
    ];
  });
}
