import type { FailureKind } from "./failure.ts";

/**
 * HTTP statuses that say which failure it is. Any other is an invalid request below 500, and a
 * server's error from there.
 */
export const kindsByStatus: ReadonlyMap<number, FailureKind> = new Map<number, FailureKind>([
  [401, "authentication"],
  [402, "quota_exceeded"],
  [403, "permission"],
  [404, "model_not_found"],
  [408, "transient_5xx"],
  [409, "transient_5xx"],
  [413, "context_length_exceeded"],
  [415, "unsupported_file_type"],
  [429, "rate_limit"],
  [499, "transient_5xx"],
  [503, "overloaded"],
  [529, "overloaded"],
]);
