import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import { endedIn, endedInTransientError } from "../core/ended-in.ts";
import { isFailureKind, type FailureKind } from "../core/failure.ts";
import type { TransitionRule } from "../core/policy.ts";
import type { RequestView } from "../core/request-view.ts";
import { triggerForm } from "../core/trigger-form.ts";
import { isUnsure } from "./classified.ts";
import { holdsAfter } from "./named-condition.ts";
import { attemptCondition } from "./policy-expression.ts";

/** What a transition rule waits for, read once from its text. */
export type Trigger =
  | { readonly kind: "ended_in"; readonly failure: FailureKind }
  | { readonly kind: "transient_error" }
  | { readonly kind: "primary_route_unavailable" }
  | { readonly kind: "schema_invalid_after_retry" }
  | { readonly kind: "condition"; readonly name: string }
  /** HTTP statuses, both ends included. */
  | { readonly kind: "status"; readonly least: number; readonly most: number }
  | { readonly kind: "slower_than"; readonly of: "complete" | "first_token"; readonly ms: number }
  | {
      readonly kind: "expression";
      readonly isTrue: (view: RequestView, soFar: readonly Attempt[]) => boolean;
    };

/** Reads a rule's trigger; a name that is no known event is that of a tag, feature or signal. */
export function readTrigger({ trigger, expression }: TransitionRule): Trigger {
  if (expression !== undefined) {
    return { kind: "expression", isTrue: attemptCondition(`the trigger "${trigger}"`, expression) };
  }
  const form = triggerForm(trigger);
  if (form.kind === "status" || form.kind === "slower_than") return form;
  if (isFailureKind(trigger)) return { kind: "ended_in", failure: trigger };
  switch (trigger) {
    case "transient_error":
    case "primary_route_unavailable":
    case "schema_invalid_after_retry":
      return { kind: trigger };
    default:
      return { kind: "condition", name: trigger };
  }
}

/** What a trigger is asked about: a record after an attempt. */
export interface AfterAttempt {
  readonly view: RequestView;
  readonly decision: Decision;
  readonly soFar: readonly Attempt[];
  readonly last: Attempt;
}

/**
 * Whether a trigger holds after an attempt. `isSpent`: no retry of its route is left, which is
 * what turns a transient error into an unavailable route and a schema error into a lasting one.
 * The route that is unavailable is the one in charge of the record: the decided one, then each
 * backup that fails in its turn.
 */
export function holds(
  trigger: Trigger,
  { view, decision, soFar, last }: AfterAttempt,
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
      return holdsAfter(trigger.name, view, last) || isUnsure(trigger.name, decision);
    case "status":
      return endedInStatus(last, trigger.least, trigger.most);
    case "slower_than":
      return wasSlower(last, trigger.of, trigger.ms);
    case "expression":
      return trigger.isTrue(view, soFar);
  }
}

/** Statuses that a failure stands for where there was no wire to read one from. */
const usualStatuses: ReadonlyMap<FailureKind, readonly [least: number, most: number]> = new Map([
  ["rate_limit", [429, 429]],
  ["overloaded", [500, 599]],
  ["transient_5xx", [500, 599]],
]);

function endedInStatus({ result, evidence }: Attempt, least: number, most: number): boolean {
  const status = evidence?.httpStatus;
  if (status !== undefined && status >= least && status <= most) return true;
  if (result.kind !== "failure") return false;
  const usual = usualStatuses.get(result.failure.kind);
  return usual !== undefined && usual[0] >= least && usual[1] <= most;
}

/** Who was cut off at the limit was slower than it: nobody knows by how much. */
function wasSlower(
  { result, latencyMs, firstTokenMs }: Attempt,
  of: "complete" | "first_token",
  ms: number,
): boolean {
  const kind = result.kind === "failure" ? result.failure.kind : undefined;
  if (of === "first_token") {
    if (kind === "first_token_timeout") return (latencyMs ?? ms) >= ms;
    return firstTokenMs !== undefined && firstTokenMs > ms;
  }
  if (kind === "timeout") return (latencyMs ?? ms) >= ms;
  return latencyMs !== undefined && latencyMs > ms;
}
