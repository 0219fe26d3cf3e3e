import type { DrilledReply } from "../../core/drilled-reply.ts";
import { kindsByStatus } from "../../core/kinds-by-status.ts";
import type { TriggerForm } from "../../core/trigger-form.ts";

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
