import type { PolicyMemory } from "./policy-memory.ts";
import type { ReplayTime } from "./replay-time.ts";

/** Where the trials of a policy that reads the past happen: one a policy and repeat. */
export interface Timeline {
  readonly memory: PolicyMemory;
  readonly time: ReplayTime;
  /** Whether trials start at their records' arrival, so that what passes since then is a wait. */
  readonly isPaced: boolean;
}
