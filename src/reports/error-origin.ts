import type { Metrics } from "../core/metrics.ts";
import { type FailureKind, infrastructureKinds, isFailureKind } from "../core/failure.ts";

/** Whose errors they are: the first question of whoever is woken by a red run. */
export const errorOrigins = ["ours", "provider", "answer", "request", "policy", "other"] as const;

export type ErrorOrigin = (typeof errorOrigins)[number];

/** What each origin means, for a reader who did not write it. */
export const originMeanings: Readonly<Record<ErrorOrigin, string>> = {
  ours: "our network, keys, recordings or harness",
  provider: "limits, overload, outages and timeouts of the provider",
  answer: "an answer that is cut, malformed, filtered or refused",
  request: "a request that the provider will not take",
  policy: "stopped by the policy or its budget",
  other: "not in the taxonomy",
};

const origins: Readonly<Record<FailureKind, ErrorOrigin>> = {
  rate_limit: "provider",
  quota_exceeded: "provider",
  overloaded: "provider",
  transient_5xx: "provider",
  timeout: "provider",
  first_token_timeout: "provider",
  connection: "ours",
  stream_interrupted: "provider",
  truncated: "answer",
  schema_invalid: "answer",
  invalid_response: "answer",
  safety_refusal: "answer",
  content_filter: "answer",
  context_length_exceeded: "request",
  unsupported_file_type: "request",
  invalid_request: "request",
  authentication: "ours",
  permission: "request",
  model_not_found: "request",
  budget_exceeded: "policy",
  policy_stop: "policy",
  recording_missing: "ours",
  harness_error: "ours",
};

/** The origin of an error class by its name. */
export function originOf(errorClass: string): ErrorOrigin {
  return isFailureKind(errorClass) ? origins[errorClass] : "other";
}

/** How many of a policy's records ended in errors of one origin. */
export function errorsOf({ errors }: Metrics, origin: ErrorOrigin): number {
  let count = 0;
  for (const [name, records] of Object.entries(errors)) {
    if (originOf(name) === origin) count += records;
  }
  return count;
}

/** The share of records that say more about the set-up than about the policy. */
export function infrastructureShare({ errors, records }: Metrics): number {
  if (records === 0) return 0;
  let count = 0;
  for (const [name, failed] of Object.entries(errors)) {
    if (isFailureKind(name) && infrastructureKinds.has(name)) count += failed;
  }
  return count / records;
}
