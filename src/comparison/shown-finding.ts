import type { Estimate } from "../core/estimate.ts";
import { toEstimate } from "./estimate.ts";
import type { Finding } from "./finding.ts";

/** A finding as people read it; what stands against it is said in place of a missing reason. */
export function shownFinding({ interval, from, weakness }: Finding): Estimate {
  const estimate = toEstimate(interval, from);
  return weakness === undefined || estimate.reason !== undefined
    ? estimate
    : { ...estimate, reason: weakness };
}
