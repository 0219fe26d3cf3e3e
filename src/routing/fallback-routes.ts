import type { Policy } from "../core/policy.ts";
import { isApproved } from "./approval.ts";

/** Where a policy may go when a route does not serve, and who approved it. */
export interface FallbackRoutes {
  /** Backups in the order in which they are tried; whether they may be called is another question. */
  readonly backups: readonly string[];
  /** Named by `allowed_fallbacks` where there are any, and not blocked as a fallback. */
  mayFollow(route: string): boolean;
  /** Whether somebody approved going from one route to the other, and still does. */
  hasApproval(from: string, to: string, nowMs: number): boolean;
  /** Whether going from one route to the other lacks the approval that the policy asks for. */
  isUnreviewed(from: string, to: string, nowMs: number): boolean;
}

/** `succession`: routes that a strategy itself tries next, before any backup. */
export function fallbackRoutes(policy: Policy, succession: readonly string[]): FallbackRoutes {
  const { allowedFallbacks, blockedFallbacks, backupRoutes, approvalRequired, approvals } =
    policy.fallback;
  const mayFollow = (route: string): boolean =>
    !blockedFallbacks.includes(route) &&
    (allowedFallbacks === undefined || allowedFallbacks.includes(route));
  const hasApproval = (from: string, to: string, nowMs: number): boolean =>
    approvals.some(
      (approval) => approval.from === from && approval.to === to && isApproved(approval, nowMs),
    );
  return {
    backups: [...new Set([...succession, ...backupRoutes])].filter(mayFollow),
    mayFollow,
    hasApproval,
    isUnreviewed: (from, to, nowMs) => approvalRequired && !hasApproval(from, to, nowMs),
  };
}
