import { filePartTypes } from "../core/file-parts.ts";
import type { Policy } from "../core/policy.ts";
import { redactedRequest } from "../core/redacted-request.ts";
import type { Decide } from "./decision-maker.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";
import { endOnRefusal } from "./refusal-triggers.ts";

/** How sensitive a request is from which personal data was taken out. */
const REDACTED = "redacted";

/**
 * The policy as it stands for requests without personal data: their content is `redacted`, and may
 * go where `approved_regions` says so of that. Absent: the policy never redacts.
 */
export function policyForRedacted(policy: Policy): Policy | undefined {
  if (policy.onNoEligibleRoute !== "redact" || policy.risk.redact.length === 0) return undefined;
  return {
    ...policy,
    dataSensitivity: REDACTED,
    risk: { ...policy.risk, sensitivityBy: undefined },
  };
}

/**
 * Decides once more where a record has no route and some were refused for their regions: on the
 * request without personal data. A written stop comes before, and a file cannot be redacted.
 */
export function redactingDecision(
  { rules, policy }: PolicyAtWork,
  decide: Decide,
  decideRedacted: Decide,
): Decide {
  return (view, signals) => {
    const decision = decide(view, signals);
    if (decision.route !== undefined) return decision;
    if (!decision.considered.some(({ kind }) => kind === "region")) return decision;
    if (endOnRefusal(rules, "region", view) !== undefined) return decision;
    const files = filePartTypes(view.request);
    if (files.length > 0) {
      const why = `${files.join(", ")} cannot be redacted`;
      return { ...decision, because: `${decision.because}; ${why}` };
    }
    const redacted = decideRedacted(view, signals);
    if (redacted.route === undefined) {
      return { ...decision, because: `${decision.because}; redacted: ${redacted.because}` };
    }
    const { found } = redactedRequest(view.request, policy.risk.redact);
    const what = found.length === 0 ? "nothing had to be" : found.join(", ");
    return { ...redacted, because: `${redacted.because}; redacted: ${what}`, redacted: found };
  };
}
