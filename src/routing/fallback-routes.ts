import type { Policy } from "../core/policy.ts";
import type { Eligibility } from "./eligibility.ts";

/** Where a policy may go when a route does not serve, and who approved it. */
export interface FallbackRoutes {
  /** Backups in the order in which they are tried, only those that may be called. */
  readonly backups: readonly string[];
  /** Eligible, named by `allowed_fallbacks` where there are any, and not blocked as a fallback. */
  mayFollow(route: string): boolean;
  /** Whether going from one route to the other lacks the approval that the policy asks for. */
  isUnreviewed(from: string, to: string, nowMs: number): boolean;
}

/** `succession`: routes that a strategy itself tries next, before any backup. */
export function fallbackRoutes(
  policy: Policy,
  eligibility: Eligibility,
  succession: readonly string[],
): FallbackRoutes {
  const { allowedFallbacks, blockedFallbacks, backupRoutes, approvalRequired, approvals } =
    policy.fallback;
  const mayFollow = (route: string): boolean =>
    eligibility.isEligible(route) &&
    !blockedFallbacks.includes(route) &&
    (allowedFallbacks === undefined || allowedFallbacks.includes(route));
  return {
    backups: [...new Set([...succession, ...backupRoutes])].filter(mayFollow),
    mayFollow,
    isUnreviewed: (from, to, nowMs) =>
      approvalRequired &&
      !approvals.some(
        (approval) =>
          approval.from === from &&
          approval.to === to &&
          (approval.untilMs === undefined || nowMs <= approval.untilMs),
      ),
  };
}
