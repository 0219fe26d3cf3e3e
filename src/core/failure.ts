/** Every way a provider call can fail: the closed taxonomy that policies, journals and reports share. */
export const failureKinds = [
  "rate_limit",
  "quota_exceeded",
  "overloaded",
  "transient_5xx",
  "timeout",
  "first_token_timeout",
  "connection",
  "stream_interrupted",
  "truncated",
  "schema_invalid",
  "invalid_response",
  "safety_refusal",
  "content_filter",
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
] as const;

export type FailureKind = (typeof failureKinds)[number];

/** What a policy means by `transient_error`. */
export const transientKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "rate_limit",
  "overloaded",
  "transient_5xx",
  "timeout",
  "first_token_timeout",
  "connection",
  "stream_interrupted",
]);

/** Failures that speak of our set-up, not of the policy: too many of them make a run incomplete. */
export const infrastructureKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  "connection",
  "authentication",
  "recording_missing",
  "harness_error",
]);

export interface AttemptFailure {
  readonly kind: FailureKind;
  /** For people; never parsed. */
  readonly detail: string | undefined;
  /** The provider's own hint how long to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;
}

export function isFailureKind(value: string): value is FailureKind {
  return (failureKinds as readonly string[]).includes(value);
}
