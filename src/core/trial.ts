import type { ReplayRecord } from "./replay-record.ts";
import type { RequestView } from "./request-view.ts";

/** One record under one policy, one repeat. */
export interface Trial {
  readonly record: ReplayRecord;
  readonly view: RequestView;
  /** Position of the policy in the run: 0 is the baseline. */
  readonly arm: number;
  readonly repeat: number;
}
