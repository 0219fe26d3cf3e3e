import type { Attempt } from "../core/attempt.ts";
import { finalAttempt, type Outcome } from "../core/outcome.ts";
import type { Policy } from "../core/policy.ts";

type OutcomeCheck = (outcome: Outcome) => boolean;

const always: OutcomeCheck = () => true;
const never: OutcomeCheck = () => false;

/** Asked of the attempt that gave the answer; a failed call reports none of it. */
const ofAnswer =
  (holds: (attempt: Attempt) => boolean): OutcomeCheck =>
  (outcome) => {
    const attempt = finalAttempt(outcome);
    return attempt === undefined || holds(attempt);
  };

/** Asked of the last attempt, answered or not; an outcome without a call has nothing to log. */
const ofLast =
  (holds: (attempt: Attempt) => boolean): OutcomeCheck =>
  ({ attempts }) => {
    const attempt = attempts.at(-1);
    return attempt === undefined || holds(attempt);
  };

const hasUsage = ofAnswer(
  ({ usage }) => usage.inputUncachedTokens !== undefined && usage.outputTokens !== undefined,
);
const hasCost = ofAnswer(({ costNanoUsd }) => costNanoUsd !== undefined);
const hasFallbackReason: OutcomeCheck = ({ attempts }) =>
  attempts.every(({ kind, because }) => kind !== "fallback" || because !== "");

/** What each log that a policy may require asks of an outcome. Status and errors always exist. */
const outcomeChecks: ReadonlyMap<string, OutcomeCheck> = new Map([
  ["requested_model", ofLast(({ requestedModel }) => requestedModel !== "")],
  ["served_model", ofAnswer(({ servedModel }) => servedModel !== undefined)],
  ["endpoint_family", ofLast(({ endpointFamily }) => endpointFamily !== undefined)],
  ["route_status", always],
  ["status", always],
  ["error_class", always],
  ["usage_units", hasUsage],
  ["cost_or_balance", hasCost],
  ["cost", hasCost],
  ["fallback_reason", hasFallbackReason],
  ["decision_reason", ({ because }) => because !== ""],
]);

/** The logs that a policy requires, split by who can hold them. */
export interface EvidenceRule {
  /** What an outcome must hold by itself. */
  readonly holdsFor: OutcomeCheck;
  /** The policy names no workflow: each record has to. */
  readonly needsRecordWorkflow: boolean;
  /** The policy names no owner: each record has to. */
  readonly needsRecordOwner: boolean;
}

/**
 * What complete evidence is under a policy: every log of `required_logs` is present.
 * A log that nothing here can hold is absent everywhere, so evidence is complete nowhere.
 */
export function evidenceRule(policy: Policy): EvidenceRule {
  const checks: OutcomeCheck[] = [];
  for (const log of new Set(policy.requiredLogs)) {
    if (log === "workflow" || log === "owner") continue;
    if (log === "policy_version") checks.push(policy.version === "" ? never : always);
    else checks.push(outcomeChecks.get(log) ?? never);
  }
  const hasOwner = policy.cost.ownerKey !== undefined || Object.keys(policy.owner).length > 0;
  return {
    holdsFor: (outcome) => checks.every((check) => check(outcome)),
    needsRecordWorkflow: policy.requiredLogs.includes("workflow") && policy.workflow === undefined,
    needsRecordOwner: policy.requiredLogs.includes("owner") && !hasOwner,
  };
}
