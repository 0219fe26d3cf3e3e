import { failureKinds } from "../core/failure.ts";
import { didYouMean } from "../core/nearest-name.ts";
import type { Problem } from "../core/problem.ts";
import type { Template } from "./template.ts";

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

const lists = [
  "retry_same_route_once",
  "fallback_to_backup_route",
  "stop_without_fallback",
  "stop_and_queue",
] as const;

/** Triggers that would never happen. A name of its own is that of a tag or signal, unless it is a slip. */
export function triggerProblems(template: Template): readonly Problem[] {
  const { fallback = {} } = template.shape;
  return lists.flatMap((list) =>
    (fallback[list] ?? []).flatMap((trigger, index) => {
      if (knownTriggers.includes(trigger)) return [];
      const path = ["fallback", list, index];
      const hint = didYouMean(trigger, knownTriggers);
      if (hint !== undefined) {
        return [template.problemAt(path, `"${trigger}" is no failure that is known`, hint)];
      }
      if (/^[A-Za-z_][\w-]*$/.test(trigger)) return [];
      const message = `"${trigger}" is neither a failure nor the name of a tag or signal`;
      return [template.problemAt(path, message, `known: ${knownTriggers.join(", ")}`)];
    }),
  );
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
