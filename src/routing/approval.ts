import type { Approval } from "../core/policy.ts";

/** Whether an approval is in force on a day, in milliseconds since 1970. */
export function isApproved({ untilMs }: Approval, nowMs: number): boolean {
  return untilMs === undefined || nowMs <= untilMs;
}
