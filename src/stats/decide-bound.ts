import type { Interval } from "./interval.ts";
import { isAtLeast, isAtMost } from "./rounding.ts";

/** How a threshold stands against an interval. */
export type BoundDecision = "pass" | "fail" | "inconclusive";

/**
 * Passes when the bound on the far side clears the threshold, fails when the opposite bound is
 * already beyond it; what only rounding puts beyond it is on it. Without an estimate or a bound
 * nothing passes.
 */
export function decideBound(
  kind: "min" | "max",
  interval: Interval,
  threshold: number,
): BoundDecision {
  const [far, near] =
    kind === "min" ? [interval.lower, interval.upper] : [interval.upper, interval.lower];
  const isGood = kind === "min" ? isAtLeast : isAtMost;
  if (near !== null && !isGood(near, threshold)) return "fail";
  const isKnown = interval.estimate !== null && far !== null;
  return isKnown && isGood(far, threshold) ? "pass" : "inconclusive";
}
