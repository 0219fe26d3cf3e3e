import { routesNamedBy } from "../../core/routes-of-policy.ts";
import { isApproved } from "../approval.ts";
import { riskClassReader } from "../risk-class.ts";
import type { FilterAtWork, FilterSetup } from "./filter.ts";

/**
 * High risk: a route that the strategy would never choose may be changed to only with an approval.
 * From which route the change comes is asked when it is made.
 */
export function riskClass({ policy, registry, routes }: FilterSetup): FilterAtWork | undefined {
  const { risk, fallback } = policy;
  if (risk.classBy === undefined && policy.riskClass !== "high") return undefined;
  const bare = { ...policy, ceilings: [], fallback: { ...fallback, ...nothingFollows } };
  const chosen = new Set(routesNamedBy(bare, registry));
  if (routes.every(({ name }) => chosen.has(name))) return undefined;
  const classOf = riskClassReader(policy);
  return {
    refusalOf({ name }, view, { nowMs }) {
      if (chosen.has(name) || classOf(view) !== "high") return undefined;
      const mayBeReached = fallback.approvals.some(
        (approval) => approval.to === name && isApproved(approval, nowMs),
      );
      if (mayBeReached) return undefined;
      return { kind: "risk", because: "the risk is high, and no approval leads to it" };
    },
  };
}

const nothingFollows = { backupRoutes: [], transitions: [], degrade: [] };
