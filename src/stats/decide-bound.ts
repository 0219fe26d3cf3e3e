import type { Interval } from "./interval.ts";

/** How a threshold stands against an interval. */
export type BoundDecision = "pass" | "fail" | "inconclusive";

/**
 * Passes when the bound on the far side clears the threshold, fails when the opposite bound is
 * already beyond it. Without an estimate or a bound nothing passes.
 */
export function decideBound(
  kind: "min" | "max",
  interval: Interval,
  threshold: number,
): BoundDecision {
  const { estimate, lower, upper } = interval;
  if (kind === "min") {
    if (upper !== null && upper < threshold) return "fail";
    return estimate !== null && lower !== null && lower >= threshold ? "pass" : "inconclusive";
  }
  if (lower !== null && lower > threshold) return "fail";
  return estimate !== null && upper !== null && upper <= threshold ? "pass" : "inconclusive";
}
