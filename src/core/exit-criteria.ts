import type { Gate } from "./gate.ts";

/** What a route has to show before it moves on to another stage of its life. */
export interface ExitCriteria {
  readonly to: "managed" | "deprecated";
  /** Absolute bounds alone: a route has no baseline. */
  readonly gates: readonly Gate[];
}
