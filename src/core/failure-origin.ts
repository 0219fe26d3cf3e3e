import type { FailureOrigin } from "./charts/failure-row.ts";
import { isFailureKind, type FailureKind } from "./failure.ts";

const origins: Readonly<Record<FailureKind, FailureOrigin>> = {
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

/** Whose matter a kind of failure is, by its name; absent: not in the taxonomy. */
export function failureOrigin(name: string): FailureOrigin | undefined {
  return isFailureKind(name) ? origins[name] : undefined;
}
