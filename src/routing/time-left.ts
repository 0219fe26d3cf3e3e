import type { Attempt } from "../core/attempt.ts";
import type { Policy } from "../core/policy.ts";
import type { Step } from "../core/step.ts";
import type { CallLimits } from "./call-limits.ts";

/**
 * What a policy's deadline leaves for further waits and calls, in milliseconds; `Infinity`: it has
 * none. Taken from the attempts themselves, never from a clock; one of unknown length counts as its
 * wait alone.
 */
export function timeLeftAfter(soFar: readonly Attempt[], { latency }: Policy): number {
  const { deadlineMs } = latency;
  if (deadlineMs === undefined) return Infinity;
  let leftMs = deadlineMs;
  for (const { waitedMs, latencyMs = 0 } of soFar) leftMs -= waitedMs + latencyMs;
  return leftMs;
}

/** A call with what is left of the deadline, and of the limits that triggers wait for. */
export function limitedStep(step: Step, limits: CallLimits | undefined, leftMs: number): Step {
  if (step.kind !== "call" || (limits === undefined && leftMs === Infinity)) return step;
  const timeoutMs = Math.min(leftMs - step.waitMs, limits?.timeoutMs ?? Infinity);
  const firstTokenTimeoutMs = limits?.firstTokenTimeoutMs;
  return {
    ...step,
    ...(timeoutMs < Infinity && { timeoutMs }),
    ...(firstTokenTimeoutMs !== undefined && { firstTokenTimeoutMs }),
  };
}
