import type { Refusal } from "../core/refusal.ts";
import type { RiskRule } from "../core/risk-rule.ts";
import type { Route } from "../core/route.ts";

/**
 * Why content may not go to a route; absent: it may. A route serves from any of its regions, so
 * every one of them has to be approved. Content of a sensitivity that the policy does not speak of
 * is approved nowhere, and so is a route that does not say where it serves.
 */
export function regionRefusal(
  { approvedRegions }: RiskRule,
  sensitivity: string | undefined,
  { capabilities: { regions } }: Route,
): Refusal | undefined {
  if (approvedRegions.length === 0) return undefined;
  const rule =
    approvedRegions.find((one) => one.sensitivity === sensitivity) ??
    approvedRegions.find((one) => one.sensitivity === undefined);
  const content = sensitivity ?? "content of unknown sensitivity";
  if (rule === undefined) return refused(`no region is approved for ${content}`);
  const approved = `${content} may go to ${rule.regions.join(", ") || "no region"} alone`;
  if (regions === undefined || regions.length === 0) {
    return refused(`it does not say in which regions it serves, and ${approved}`);
  }
  const outside = regions.filter((region) => !rule.regions.includes(region));
  if (outside.length === 0) return undefined;
  return refused(`it serves from ${outside.join(", ")}, and ${approved}`);
}

function refused(because: string): Refusal {
  return { kind: "region", because };
}
