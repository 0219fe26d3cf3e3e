import type { FailureKind } from "../../core/failure.ts";
import { kindsByStatus } from "../../core/kinds-by-status.ts";
import type { WireFault } from "./wire.ts";

/**
 * Words that providers use as the code or the type of an error, in lower case. They come before
 * the status: a quota is often a 429, a prompt that is too long a 400. The first list that has a
 * word decides.
 */
const kindsByWord: readonly (readonly [FailureKind, ReadonlySet<string>])[] = [
  [
    "quota_exceeded",
    new Set([
      "insufficient_quota",
      "credit_balance_exhausted",
      "organization_spend_limit_exceeded",
      "project_spend_limit_exceeded",
      "organization_usage_limit_exceeded",
      "enforced_spend_limit_reached",
      "billing_hard_limit_reached",
      "billing_not_active",
      "billing_error",
    ]),
  ],
  [
    "context_length_exceeded",
    new Set(["context_length_exceeded", "model_context_window_exceeded", "request_too_large"]),
  ],
  [
    "unsupported_file_type",
    new Set([
      "unsupported_file_type",
      "unsupported_file",
      "unsupported_media_type",
      "unsupported_image_media_type",
      "invalid_image_format",
    ]),
  ],
  [
    "content_filter",
    new Set([
      "content_filter",
      "content_policy_violation",
      "image_content_policy_violation",
      "bio_policy",
      "misalignment_policy_violation",
    ]),
  ],
  ["model_not_found", new Set(["model_not_found", "deploymentnotfound"])],
  ["overloaded", new Set(["overloaded_error", "server_is_overloaded", "unavailable"])],
  ["authentication", new Set(["authentication_error", "invalid_api_key", "api_key_invalid"])],
  ["permission", new Set(["permission_error", "permission_denied"])],
  ["rate_limit", new Set(["rate_limit_error", "rate_limit_exceeded", "resource_exhausted"])],
];

/** Servers without a code for it say it in these words. */
const tooLong = /maximum context length|context window|prompt is too long|input token count/i;

/** What a provider's error is in our words. */
export function faultKind(fault: WireFault): FailureKind {
  if (fault.isQuota) return "quota_exceeded";
  const words = [fault.code, fault.type].map((word) => word?.toLowerCase() ?? "");
  const byWord = kindsByWord.find(([, known]) => words.some((word) => known.has(word)));
  if (byWord !== undefined) return byWord[0];
  const status = statusOf(fault);
  if (status === 400 && tooLong.test(fault.message)) return "context_length_exceeded";
  // Without any status the error came inside an answer: the provider broke down under way.
  if (status === undefined) {
    return words.some((word) => word.startsWith("invalid_")) ? "invalid_request" : "transient_5xx";
  }
  return kindsByStatus.get(status) ?? (status >= 500 ? "transient_5xx" : "invalid_request");
}

/** The HTTP status, or the one that a gateway writes as the code of an error inside a 200. */
function statusOf({ httpStatus, code }: WireFault): number | undefined {
  if (httpStatus !== undefined && httpStatus >= 400) return httpStatus;
  const written = Number(code ?? Number.NaN);
  return written >= 400 && written < 600 ? written : undefined;
}
