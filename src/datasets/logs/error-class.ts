import type { AttemptFailure, FailureKind } from "../../core/failure.ts";
import { isFailureKind } from "../../core/failure.ts";
import { kindsByStatus } from "../../core/kinds-by-status.ts";

const LONGEST_DETAIL = 200;

/**
 * Words of error classes, codes and messages, the more telling first: a 400 whose message speaks of
 * the context's length is that, and "ContentPolicyViolationError" is no plain bad request.
 */
const words: readonly (readonly [RegExp, FailureKind])[] = [
  [
    /context.{0,3}(length|window)|maximum context|prompt is too long|too many tokens/,
    "context_length_exceeded",
  ],
  [/content.{0,3}(policy|filter|management)|responsible.?ai/, "content_filter"],
  [/refus/, "safety_refusal"],
  [/insufficient.{0,3}quota|quota|billing|credit balance/, "quota_exceeded"],
  [/budget/, "budget_exceeded"],
  [/rate.{0,3}limit|too many requests|throttl/, "rate_limit"],
  [/overload|service.{0,3}unavailable|no healthy|capacity/, "overloaded"],
  [/first.{0,3}token.{0,3}time.?out/, "first_token_timeout"],
  [/time.?d?.?out|deadline|batch.?expired/, "timeout"],
  [/stream.{0,12}(interrupt|abort|clos|cut)|midstream|incomplete.?read/, "stream_interrupted"],
  [/connection|connect.?error|network|econn|socket|dns/, "connection"],
  [/authentication|unauthori[sz]ed|invalid.{0,3}api.?key|api.?key/, "authentication"],
  [/permission|forbidden/, "permission"],
  [/(model|deployment).{0,20}not.?found|not.?found.?error|no such model/, "model_not_found"],
  [/unsupported.{0,12}(file|media)/, "unsupported_file_type"],
  [/schema.{0,12}(invalid|valid|mismatch)|json.{0,3}schema/, "schema_invalid"],
  [/bad.?request|invalid.{0,3}request|unprocessable|unsupported.?param/, "invalid_request"],
  [/internal.?server|bad.?gateway|api.?error|server.?error|server had an error/, "transient_5xx"],
];

/** What a log says of a failed call. */
export interface LoggedError {
  /** An HTTP status, as a number or its text. */
  readonly status?: number | string | undefined;
  /** A class or code, such as `RateLimitError` or `insufficient_quota`. */
  readonly name?: string | undefined;
  readonly message?: string | undefined;
}

/** What a plain "invalid request" may be in truth, by its message. */
const finerThanInvalid: ReadonlySet<FailureKind | undefined> = new Set<FailureKind | undefined>([
  "context_length_exceeded",
  "content_filter",
  "model_not_found",
  "unsupported_file_type",
  "schema_invalid",
]);

/**
 * The failure that a log's words mean: its class or code first, then its message, then its status.
 * Words that nobody knows are an `invalid_response`, or what the status says; they are kept.
 */
export function failureOf({ status, name, message }: LoggedError): AttemptFailure {
  const code = typeof status === "string" ? Number(status) : status;
  const byName = kindOfName(name);
  const isVague = byName === undefined || byName === "invalid_request";
  const byMessage = isVague ? kindIn(message) : undefined;
  const isFiner = byName === "invalid_request" && finerThanInvalid.has(byMessage);
  const byWords = isFiner ? byMessage : (byName ?? byMessage);
  const kind = byWords ?? (code === undefined ? undefined : kindOfStatus(code));
  const detail = detailOf(name, message);
  return { kind: kind ?? "invalid_response", detail, retryAfterMs: undefined };
}

/** A status below 400, and what is no status at all, says nothing of a failure. */
export function kindOfStatus(status: number): FailureKind | undefined {
  if (!Number.isInteger(status) || status < 400 || status > 599) return undefined;
  return kindsByStatus.get(status) ?? (status < 500 ? "invalid_request" : "transient_5xx");
}

/** Few names stand on many calls: what they mean is found out once. */
const kindsByName = new Map<string, FailureKind | undefined>();
const MOST_NAMES = 100;

function kindOfName(name: string | undefined): FailureKind | undefined {
  if (name === undefined || name === "") return undefined;
  if (kindsByName.has(name)) return kindsByName.get(name);
  const kind = kindIn(name);
  if (kindsByName.size < MOST_NAMES) kindsByName.set(name, kind);
  return kind;
}

/** By the first words that fit, the text itself where it is one of our classes. */
function kindIn(text: string | undefined): FailureKind | undefined {
  if (text === undefined || text === "") return undefined;
  if (isFailureKind(text)) return text;
  const lower = text.slice(0, 1000).toLowerCase();
  return words.find(([pattern]) => pattern.test(lower))?.[1];
}

function detailOf(name: string | undefined, message: string | undefined): string | undefined {
  const text = [name, message].filter((part) => part !== undefined && part !== "").join(": ");
  if (text === "") return undefined;
  return text.length > LONGEST_DETAIL ? `${text.slice(0, LONGEST_DETAIL)}…` : text;
}
