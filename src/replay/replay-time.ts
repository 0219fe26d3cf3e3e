import type { Clock } from "../core/clock.ts";

/** The replay's own time of day: where its clock started, and how far it has come. */
export interface ReplayTime {
  /** Milliseconds since 1970 at which the timeline starts: the first arrival, or the as-of day. */
  readonly startMs: number;
  /** Milliseconds since 1970. */
  nowMs(): number;
}

/** `startMs`: milliseconds since 1970 that the clock's 0 stands for. */
export function replayTime(startMs: number, clock: Clock): ReplayTime {
  return { startMs, nowMs: () => startMs + clock.nowMs() };
}
