import type { DrilledReply } from "../../core/drilled-reply.ts";
import type { FailureKind } from "../../core/failure.ts";
import type { TriggerForm } from "../../core/trigger-form.ts";

/** Which failure a status is; others are an invalid request below 500 and a server's error above. */
const kindsByStatus: ReadonlyMap<number, FailureKind> = new Map<number, FailureKind>([
  [401, "authentication"],
  [402, "quota_exceeded"],
  [403, "permission"],
  [404, "model_not_found"],
  [408, "transient_5xx"],
  [409, "transient_5xx"],
  [413, "context_length_exceeded"],
  [415, "unsupported_file_type"],
  [429, "rate_limit"],
  [503, "overloaded"],
  [529, "overloaded"],
]);

/** Statuses that a class such as `5xx` is drilled with. */
const usual: readonly number[] = [400, 401, 403, 404, 408, 413, 429, 500, 502, 503, 529];

/** Failed calls with the statuses that a trigger is for: one, or the usual ones of a class. */
export function statusReplies({
  least,
  most,
}: Extract<TriggerForm, { kind: "status" }>): readonly DrilledReply[] {
  const statuses = least === most ? [least] : usual.filter((one) => one >= least && one <= most);
  return statuses
    .filter((status) => status >= 400)
    .map((status) => {
      const failure =
        kindsByStatus.get(status) ?? (status >= 500 ? "transient_5xx" : "invalid_request");
      return { kind: "failure", failure, status };
    });
}
