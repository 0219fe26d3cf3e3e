import { transientKinds, type AttemptFailure } from "../core/failure.ts";

/** Between two tries of one route at least this long: a hint of 0 must not become a hot loop. */
const SHORTEST_HINT_MS = 1_000;
/** A hint beyond is cut: timers overflow, and a hostile header must not stop a run. */
const LONGEST_HINT_MS = 120_000;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Nominal wait before a retry, in milliseconds: the provider's hint within bounds, else 1 s, 2 s,
 * 4 s and so on to 30 s, without jitter, for errors that pass by themselves. Others need no wait.
 */
export function retryWaitMs(failure: AttemptFailure, retriesSoFar: number): number {
  const hintMs = failure.retryAfterMs;
  if (hintMs !== undefined && !Number.isNaN(hintMs)) {
    return Math.min(Math.max(hintMs, SHORTEST_HINT_MS), LONGEST_HINT_MS);
  }
  if (!transientKinds.has(failure.kind)) return 0;
  return Math.min(FIRST_BACKOFF_MS * 2 ** retriesSoFar, LONGEST_BACKOFF_MS);
}
