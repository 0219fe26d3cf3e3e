import type { Outcome } from "./outcome.ts";

/** Why records of a run were routed differently under two of its policies. */
export interface RunExplanation {
  readonly run: string;
  readonly before: string;
  readonly after: string;
  /** Records and repeats that have an outcome under both policies. */
  readonly pairs: number;
  /** With an outcome under one of them alone: the run is not finished. */
  readonly unpaired: number;
  readonly changed: number;
  /** One for each pair of routes and reasons, the largest first. */
  readonly groups: readonly RouteChangeGroup[];
}

/** Records that changed route for the same reasons. */
export interface RouteChangeGroup {
  readonly before: DecidedRoute;
  readonly after: DecidedRoute;
  readonly count: number;
  /** How many of them were accepted under each policy. */
  readonly acceptedBefore: number;
  readonly acceptedAfter: number;
  /** Ids in the order of the dataset, the first few. */
  readonly firstRecords: readonly string[];
}

/** A decision as an outcome keeps it. */
export interface DecidedRoute {
  /** Absent: no route was eligible, or nothing was decided. */
  readonly route: string | undefined;
  readonly because: string;
}

/** What each policy of a run decided on one record. */
export interface RunRecordExplanation {
  readonly run: string;
  readonly record: string;
  readonly arms: readonly { readonly policy: string; readonly outcome: Outcome }[];
}
