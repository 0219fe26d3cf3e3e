import type { Attempt } from "../core/attempt.ts";
import { isFailureKind, transientKinds, type FailureKind } from "../core/failure.ts";
import type { RequestView } from "../core/request-view.ts";
import { holdsAfter } from "./named-condition.ts";

/** What a transition rule waits for, read once from its name. */
export type Trigger =
  | { readonly kind: "ended_in"; readonly failure: FailureKind }
  | { readonly kind: "transient_error" }
  | { readonly kind: "primary_route_unavailable" }
  | { readonly kind: "schema_invalid_after_retry" }
  | { readonly kind: "condition"; readonly name: string };

/** Reads a trigger's name; a name that is no known event is that of a tag, feature or signal. */
export function readTrigger(name: string): Trigger {
  if (isFailureKind(name)) return { kind: "ended_in", failure: name };
  switch (name) {
    case "transient_error":
    case "primary_route_unavailable":
    case "schema_invalid_after_retry":
      return { kind: name };
    default:
      return { kind: "condition", name };
  }
}

/**
 * Whether a trigger holds after an attempt. `isSpent`: no retry of its route is left, which is
 * what turns a transient error into an unavailable route and a schema error into a lasting one.
 * The route that is unavailable is the one in charge of the record: the decided one, then each
 * backup that fails in its turn.
 */
export function holds(
  trigger: Trigger,
  view: RequestView,
  last: Attempt,
  isSpent: boolean,
): boolean {
  switch (trigger.kind) {
    case "ended_in":
      return endedIn(last, trigger.failure);
    case "transient_error":
      return endedInTransientError(last);
    case "primary_route_unavailable":
      return isSpent && endedInTransientError(last);
    case "schema_invalid_after_retry":
      return isSpent && endedIn(last, "schema_invalid");
    case "condition":
      return holdsAfter(trigger.name, view, last);
  }
}

/** Whether the last call failed in a way that passes by itself. */
export function endedInTransientError({ result }: Attempt): boolean {
  return result.kind === "failure" && transientKinds.has(result.failure.kind);
}

/** An answer can be an event too: cut short, filtered, or against its schema. */
function endedIn({ result, schemaValid }: Attempt, kind: FailureKind): boolean {
  if (result.kind === "failure") return result.failure.kind === kind;
  if (result.kind !== "response") return false;
  switch (kind) {
    case "schema_invalid":
      return schemaValid === false;
    case "truncated":
      return result.response.finishReason.kind === "length";
    case "content_filter":
      return result.response.finishReason.kind === "content_filter";
    default:
      return false;
  }
}
