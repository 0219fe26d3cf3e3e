import type { Policy } from "../../core/policy.ts";
import type { Finding } from "../../core/problem.ts";
import { firstRoute } from "../written-fallbacks.ts";
import type { Template } from "../template.ts";

/** A workflow of high risk keeps to one route, and leaves it with an approval alone. */
export function highRiskFindings(template: Template, policy: Policy): readonly Finding[] {
  const { riskClass, strategy, fallback } = policy;
  if (riskClass !== "high") return [];
  if (strategy.kind !== "pinned" && strategy.kind !== "gateway") {
    const message = `a workflow of risk_class high is pinned to one route, and the strategy ${strategy.kind} chooses`;
    const hint = "write strategy: pinned, or a lower risk_class";
    return [template.problemAt(["route_selection", "strategy"], message, hint)];
  }
  const first = firstRoute(policy);
  const fallsBack = fallback.transitions.some(({ reaction }) => reaction.kind === "fallback");
  if (first === undefined || !fallsBack) return [];
  return fallback.backupRoutes.flatMap((route, index) => {
    if (fallback.approvals.some(({ from, to }) => from === first && to === route)) return [];
    const message = `a workflow of risk_class high goes to "${route}" with an approval alone, and none is written`;
    const hint = `write approvals: [{from: ${first}, to: ${route}, by: NAME}]`;
    return [template.problemAt(["fallback", "backup_routes", index], message, hint)];
  });
}
