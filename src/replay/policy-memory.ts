import type { Attempt } from "../core/attempt.ts";
import type { Decision } from "../core/decision.ts";
import type { Outcome } from "../core/outcome.ts";
import type { PolicyEvent } from "../core/policy-event.ts";
import type { Route } from "../core/route.ts";
import type { Signals } from "../core/router.ts";
import type { Trial } from "../core/trial.ts";

/** Under which key each of a policy's ceilings counts a record, in their order. */
export type CeilingKeys = readonly (string | undefined)[];

/**
 * What one policy remembers on one timeline: the only thing besides the record that its decisions
 * depend on, and the only thing of a replay that decisions change. Times are the replay's, in
 * milliseconds since 1970, and never go back.
 */
export interface PolicyMemory {
  /** What the policy may know of the past at that time. */
  signalsAt(atMs: number, keys: CeilingKeys): Pick<Signals, "health" | "latency" | "ceilings">;
  /** Counts a decision. */
  decided(
    trial: Trial,
    decision: Decision,
    keys: CeilingKeys,
    atMs: number,
  ): readonly PolicyEvent[];
  /** A call is about to be sent: sets its estimate aside, and notes a probe. */
  calling(trial: Trial, route: Route, atMs: number): readonly PolicyEvent[];
  /** Puts what the call cost in place of its estimate, and judges its route. */
  attempted(trial: Trial, attempt: Attempt, atMs: number): readonly PolicyEvent[];
  /** Lets go of what is still held for the trial, whatever became of it. */
  ended(trial: Trial): void;
  /** Counts an outcome of an earlier session: money and requests, no health. */
  restore(outcome: Outcome, keys: CeilingKeys, atMs: number): void;
}
