/** Part of `comparison.json`: what happened when, for a policy that reads the past. */
import type { OpenLoop } from "./open-loop.ts";

/** Where a timeline's 0 lies: the first record's arrival, the run's as-of day, or its real start. */
export type TimelineStart = "first_arrival" | "as_of" | "run_start";

/** Where a run's timelines start, in milliseconds since 1970. */
export interface TimelineOrigin {
  readonly starts: TimelineStart;
  readonly startMs: number;
  /** Absent: a record starts when its turn comes, or at its arrival for policies that read the past. */
  readonly openLoop?: OpenLoop;
}

/** What one stretch of the replay's time saw. */
export interface TimelineBucket {
  /** From the timeline's start; of an open loop, by the log's clock. */
  readonly from_ms: number;
  /** Records that arrived in it, once a repeat; absent: the run is no open loop. */
  readonly arrived?: number;
  /** Decided in it. */
  readonly records: number;
  readonly accepted: number;
  /** Known costs of those records. */
  readonly cost_usd: number;
  /** Attempts of those records whose cost nobody knows; absent: none. */
  readonly unknown_costs?: number;
  /** Attempts that were sent in it, by route. */
  readonly routes: Readonly<Record<string, { readonly attempts: number; readonly errors: number }>>;
}

export interface TimelineEvent {
  readonly at_ms: number;
  readonly kind: string;
  readonly route?: string;
  readonly ceiling?: string;
  readonly key?: string;
  /** Absent: the run has but one repeat. */
  readonly repeat?: number;
  readonly because: string;
}

/** A ceiling that was reached. */
export interface CapReached {
  readonly ceiling: string;
  /** Whom it counts; null: everybody. */
  readonly key: string | null;
  /** A UTC day of the log, such as `2026-03-04`, else `day 2` of the replay, or `run`. */
  readonly period: string;
  readonly reached_at_ms: number;
  /** Further records of the period that it took a route from. */
  readonly records_after: number;
  readonly repeat?: number;
}

export interface Timeline {
  readonly starts: TimelineStart;
  /** Minutes are joined until there are at most 1,500 buckets; one without anything is left out. */
  readonly bucket_ms: number;
  readonly buckets: readonly TimelineBucket[];
  /** In the order of time; what later records of a period met stands in `caps` alone. */
  readonly events: readonly TimelineEvent[];
  readonly events_left_out: number;
  readonly caps: readonly CapReached[];
  readonly caps_left_out: number;
}
