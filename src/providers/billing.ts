import type { FailureKind } from "../core/failure.ts";

/** Calls that are turned away, or never arrive, before a model has worked: nobody bills them. */
const turnedAwayKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "rate_limit",
  "quota_exceeded",
  "overloaded",
  "transient_5xx",
  "connection",
  "context_length_exceeded",
  "unsupported_file_type",
  "invalid_request",
  "authentication",
  "permission",
  "model_not_found",
  "budget_exceeded",
  "policy_stop",
  "recording_missing",
  "harness_error",
]);

/** Whether a failed call is paid for all the same: a model has worked, somebody hung up. */
export function isBilled(kind: FailureKind): boolean {
  return !turnedAwayKinds.has(kind);
}
