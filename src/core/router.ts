import type { Advice, AdviceNeeds } from "./advice.ts";
import type { Attempt } from "./attempt.ts";
import type { CeilingReading } from "./ceiling.ts";
import type { Decision } from "./decision.ts";
import type { MemoryNeeds } from "./memory-needs.ts";
import type { RequestView } from "./request-view.ts";
import type { RouteHealth } from "./route-health.ts";
import type { RouteLatency } from "./route-latency.ts";
import type { Step } from "./step.ts";

/** What a policy may know besides the request: values, never sources. */
export interface Signals {
  /**
   * Milliseconds since 1970 that count as now: the record's arrival, else the run's start.
   * Approvals are held against it.
   */
  readonly nowMs: number;
  /** The replay's time, in milliseconds since 1970; absent: the policy reads no time. */
  readonly atMs?: number;
  /** Wait between arrival and dispatch; absent: not known. */
  readonly queuedMs?: number;
  /** By route; a route that is not in it has no history. */
  readonly health?: ReadonlyMap<string, RouteHealth>;
  readonly latency?: ReadonlyMap<string, RouteLatency>;
  /** In the order of the policy's ceilings, each for this record's key; one does not count it. */
  readonly ceilings?: readonly (CeilingReading | undefined)[];
  /** What a classifier or a module said before the decision. */
  readonly advice?: Advice;
}

/** A policy at work: pure, no clock, no network, no files. */
export interface Router {
  /** What of the past it reads; absent: nothing, so that no order of records changes a decision. */
  readonly memory: MemoryNeeds | undefined;
  /** What has to be asked before `decide`; absent: nothing. */
  readonly advice: AdviceNeeds | undefined;
  /**
   * Under which key each of the policy's ceilings counts a record, in their order; absent: the
   * ceiling does not count it. A ceiling on all traffic has the key "".
   */
  ceilingKeys(view: RequestView): readonly (string | undefined)[];
  /** Throws `HarnessError` where an expression fails on this record, naming rule and record. */
  decide(view: RequestView, signals: Signals): Decision;
  /** Ends in at most the policy's `max_attempts` calls. */
  next(view: RequestView, decision: Decision, soFar: readonly Attempt[], signals: Signals): Step;
}
