import { filePartTypes } from "../core/file-parts.ts";
import type { RefusalKind } from "../core/refusal.ts";
import type { RequestView } from "../core/request-view.ts";
import { endsRecord, type EndingRule, type ReadRule } from "./transition-rules.ts";
import type { Trigger } from "./trigger.ts";

const FILE_TRIGGER = "unsupported_file_type";

/** The triggers that a chosen route sets off where it is refused before any call, by what for. */
const triggersOf: Readonly<Record<RefusalKind, readonly string[]>> = {
  list: ["primary_route_unavailable"],
  lifecycle: ["primary_route_unavailable"],
  capability: [FILE_TRIGGER, "primary_route_unavailable"],
  context: ["context_length_exceeded", "primary_route_unavailable"],
  region: ["unapproved_data_region", "primary_route_unavailable"],
  health: ["primary_route_unavailable"],
  budget: ["budget_exceeded"],
  quota: ["budget_exceeded"],
  // Without an approval nothing but a person helps.
  risk: [],
};

/** Whether a trigger holds as the chosen route, or the next one, is refused for a record. */
export function holdsOnRefusal(trigger: Trigger, kind: RefusalKind, view: RequestView): boolean {
  const names = triggersOf[kind];
  switch (trigger.kind) {
    case "ended_in":
      // A capability that is missing for the whole run says nothing of a file.
      if (trigger.failure === FILE_TRIGGER && filePartTypes(view.request).length === 0)
        return false;
      return names.includes(trigger.failure);
    case "condition":
      return names.includes(trigger.name);
    case "primary_route_unavailable":
      return names.includes(trigger.kind);
    case "transient_error":
    case "schema_invalid_after_retry":
    case "status":
    case "slower_than":
    case "expression":
      return false;
  }
}

/** The rule by which a record ends as a route is refused; absent: the policy has none. */
export function endOnRefusal(
  rules: readonly ReadRule[],
  kind: RefusalKind,
  view: RequestView,
): EndingRule | undefined {
  return rules.find(
    (rule): rule is EndingRule => endsRecord(rule) && holdsOnRefusal(rule.trigger, kind, view),
  );
}
