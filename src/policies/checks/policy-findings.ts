import type { Finding } from "../../core/problem.ts";
import { approvalFindings } from "./check-approvals.ts";
import { capabilityFindings, type RoutesAtHand } from "./check-capabilities.ts";
import { ceilingFindings } from "./check-ceilings.ts";
import { degradeFindings } from "./check-degrade.ts";
import { gateFeedFindings } from "./check-gate-feeds.ts";
import { healthFindings } from "./check-health.ts";
import { highRiskFindings } from "./check-high-risk.ts";
import { idleTriggerFindings } from "./check-idle-triggers.ts";
import { intentFindings } from "./check-intent-paths.ts";
import { ruleFindings } from "./check-rules.ts";
import { poolFindings } from "./check-scored-pool.ts";
import { thresholdFindings } from "./check-thresholds.ts";
import type { LoadedPolicy } from "../read-policy.ts";

/**
 * What a policy says in vain, in the order of its lines. Without routes only what it says by itself
 * is looked at. Approvals are held against `asOfMs`, in milliseconds since 1970.
 */
export function policyFindings(
  { policy, template }: LoadedPolicy,
  routes: RoutesAtHand | undefined,
  asOfMs: number,
): readonly Finding[] {
  const registry = routes?.registry;
  const findings = [
    ...ruleFindings(template, policy),
    ...idleTriggerFindings(template, policy, registry),
    ...intentFindings(template, policy),
    ...thresholdFindings(template, policy),
    ...ceilingFindings(template, policy, registry),
    ...healthFindings(template, policy, registry),
    ...highRiskFindings(template, policy),
    ...degradeFindings(template, policy),
    ...approvalFindings(template, policy, asOfMs),
  ];
  if (routes !== undefined) {
    findings.push(
      ...capabilityFindings(template, policy, routes),
      ...poolFindings(template, policy, routes),
      ...gateFeedFindings(template, policy, routes.registry),
    );
  }
  return findings.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}
