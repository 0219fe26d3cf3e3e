import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { RequestView } from "../core/request-view.ts";
import type { Signals } from "../core/router.ts";
import type { Moment } from "./moment.ts";
import type { PolicyAtWork } from "./policy-at-work.ts";

/** Where a record stands after an attempt: all that the next step depends on. */
export interface Situation {
  readonly work: PolicyAtWork;
  readonly view: RequestView;
  readonly decision: Decision;
  /** At least one. */
  readonly soFar: readonly Attempt[];
  readonly last: Attempt;
  readonly signals: Signals;
  /** What speaks against routes by now. */
  readonly moment: Moment;
  /** What the deadline leaves; `Infinity`: there is none. */
  readonly timeLeftMs: number;
  /** Whether `max_attempts` and the deadline leave another call. */
  readonly mayCall: boolean;
}

/** `rate_limit on a`, or `transient_error (rate_limit) on a` where the trigger is wider. */
export function reason(
  trigger: string,
  { last: { result, route } }: Pick<Situation, "last">,
): string {
  const kind = result.kind === "failure" ? result.failure.kind : undefined;
  if (kind === undefined || kind === trigger) return `${trigger} on ${route}`;
  return `${trigger} (${kind}) on ${route}`;
}
