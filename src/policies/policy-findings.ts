import type { Finding } from "../core/problem.ts";
import type { Registry } from "../core/route.ts";
import { approvalFindings } from "./check-approvals.ts";
import { capabilityFindings } from "./check-capabilities.ts";
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
import type { LoadedPolicy } from "./read-policy.ts";

/**
 * What a policy says in vain, in the order of its lines. Without a registry only what it says by
 * itself is looked at. Approvals are held against `asOfMs`, in milliseconds since 1970.
 */
export function policyFindings(
  { policy, template }: LoadedPolicy,
  registry: Registry | undefined,
  asOfMs: number,
): readonly Finding[] {
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
  if (registry !== undefined) {
    findings.push(
      ...capabilityFindings(template, policy, registry),
      ...poolFindings(template, policy, registry),
      ...gateFeedFindings(template, policy, registry),
    );
  }
  return findings.toSorted(
    (one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0),
  );
}
