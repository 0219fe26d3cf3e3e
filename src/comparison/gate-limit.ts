import type { Gate } from "../core/gate.ts";
import { isShareMetric } from "./reading-of.ts";

/** What a gate holds against what. */
export type GateLimit = Pick<Gate, "metric" | "bound" | "threshold">;

/** Why no number of records can make a gate pass; absent: some may. */
export function unprovableBecause({ metric, bound, threshold }: GateLimit): string | undefined {
  if (!isShareMetric(metric)) return undefined;
  if (bound === "max" && threshold === 0) {
    return "no number of records can prove that it is exactly 0: give a limit above 0";
  }
  if (bound === "min" && threshold === 1) {
    return "no number of records can prove that it is exactly 1: give a limit below 1";
  }
  return undefined;
}
