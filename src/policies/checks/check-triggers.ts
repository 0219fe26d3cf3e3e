import { failureKinds } from "../../core/failure.ts";
import { didYouMean } from "../../core/nearest-name.ts";
import type { Problem } from "../../core/problem.ts";
import { triggerForm } from "../../core/trigger-form.ts";
import type { Template } from "../template.ts";
import { looksLikeExpression, triggersOf } from "../trigger-mentions.ts";

const FIRST_ERROR_STATUS = 400;

const knownTriggers: readonly string[] = [
  ...failureKinds,
  "transient_error",
  "primary_route_unavailable",
  "schema_invalid_after_retry",
];

/** Logs that an outcome can hold; evidence that asks for another is complete nowhere. */
const knownLogs: readonly string[] = [
  "workflow",
  "owner",
  "requested_model",
  "served_model",
  "endpoint_family",
  "route_status",
  "status",
  "error_class",
  "usage_units",
  "cost_or_balance",
  "cost",
  "fallback_reason",
  "decision_reason",
  "policy_version",
];

/** Triggers that would never happen. A name of its own is that of a tag or signal, unless it is a slip. */
export function triggerProblems(template: Template): readonly Problem[] {
  return triggersOf(template).flatMap(({ text, path }) => {
    if (knownTriggers.includes(text)) return [];
    const form = triggerForm(text);
    if (form.kind === "slower_than") return [];
    if (form.kind === "status") {
      if (form.least >= FIRST_ERROR_STATUS) return [];
      const message = `${text} is no status of a failure`;
      return [template.problemAt(path, message, "failures are 4xx and 5xx")];
    }
    const hint = didYouMean(text, knownTriggers);
    if (hint !== undefined) {
      return [template.problemAt(path, `"${text}" is no failure that is known`, hint)];
    }
    if (form.kind === "name" || looksLikeExpression(text)) return [];
    const message = `"${text}" is neither a failure nor the name of a tag or signal`;
    return [template.problemAt(path, message, `known: ${knownTriggers.join(", ")}`)];
  });
}

/** Failures that a policy counts against the health of a route, and that no attempt can end in. */
export function healthProblems(template: Template): readonly Problem[] {
  const known = [...failureKinds, "transient_error"];
  return (template.shape.health?.counts ?? [])
    .map((failure, index) => ({ failure, index }))
    .filter(({ failure }) => !known.includes(failure))
    .map(({ failure, index }) => {
      const hint = didYouMean(failure, known) ?? `known: ${known.join(", ")}`;
      const path = ["health", "counts", index];
      return template.problemAt(path, `"${failure}" is no failure that is known`, hint);
    });
}

/** Required logs that nothing in a run can hold. */
export function logProblems(template: Template): readonly Problem[] {
  return (template.shape.evidence?.required_logs ?? [])
    .map((log, index) => ({ log, index }))
    .filter(({ log }) => !knownLogs.includes(log))
    .map(({ log, index }) => {
      const hint = didYouMean(log, knownLogs) ?? `known: ${knownLogs.join(", ")}`;
      const path = ["evidence", "required_logs", index];
      return template.problemAt(path, `"${log}" is no log that a run can hold`, hint);
    });
}
