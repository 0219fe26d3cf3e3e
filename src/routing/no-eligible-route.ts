import type { Decision } from "../core/decision.ts";
import type { Policy } from "../core/policy.ts";
import type { Step } from "../core/step.ts";
import { staticAnswerOf } from "./degradation.ts";

/** Why a person is asked where no route may be called. */
const NO_ELIGIBLE_ROUTE = "no_eligible_route";

/**
 * What becomes of a record for which no route is left: that is a decision, too. To refuse is to
 * give up, with the policy's text where it has one; where only an approval is missing a person is
 * asked, whatever is written.
 */
export function withoutRoute(policy: Policy, { because, refusedBy }: Decision): Step {
  if (refusedBy === "risk") return { kind: "queue", because };
  switch (policy.onNoEligibleRoute) {
    case "queue":
      return { kind: "queue", because };
    case "ask_a_person":
      return { kind: "queue", because, review: [NO_ELIGIBLE_ROUTE] };
    case "refuse":
    // Redaction was tried by the decision, and left no route either.
    case "redact":
      return staticAnswerOf(policy, because) ?? { kind: "give_up", because };
  }
}
