import type { Attempt } from "./attempt.ts";
import type { Decision } from "./decision.ts";
import type { RequestView } from "./request-view.ts";
import type { Step } from "./step.ts";

/** What a policy may know besides the request: values, never sources. */
export interface Signals {
  /** Milliseconds since 1970 that count as now: the record's arrival, else the run's start. */
  readonly nowMs: number;
}

/** A policy at work: pure, no clock, no network, no files. */
export interface Router {
  /** Throws `HarnessError` where an expression fails on this record, naming rule and record. */
  decide(view: RequestView, signals: Signals): Decision;
  /** Ends in at most the policy's `max_attempts` calls. */
  next(view: RequestView, decision: Decision, soFar: readonly Attempt[], signals: Signals): Step;
}
