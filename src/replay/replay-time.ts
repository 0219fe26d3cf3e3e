import type { Clock } from "../core/clock.ts";

/**
 * The replay's own time of day: where its clock started, and how far it has come. Where a log is
 * replayed faster than it was, calls, pauses and health windows take the time they take, while the
 * log's clock, by which days and budgets go, runs ahead: at a speed of 10 it does ten days in one.
 * All times are milliseconds since 1970.
 */
export interface ReplayTime {
  /** At which the timeline starts: the first arrival, or the as-of day. Both clocks agree here. */
  readonly startMs: number;
  nowMs(): number;
  /** When the replay has come to a time of the log. */
  atOfLogMs(logMs: number): number;
  /** What the log's clock says at a time of the replay. */
  logOfMs(atMs: number): number;
}

/**
 * `startMs`: milliseconds since 1970 that the clock's 0 stands for; `speed`: how many times as fast
 * as the log records arrive.
 */
export function replayTime(startMs: number, clock: Clock, speed = 1): ReplayTime {
  const nowMs = (): number => startMs + clock.nowMs();
  if (speed === 1) {
    const same = (ms: number): number => ms;
    return { startMs, nowMs, atOfLogMs: same, logOfMs: same };
  }
  return {
    startMs,
    nowMs,
    atOfLogMs: (logMs) => startMs + (logMs - startMs) / speed,
    logOfMs: (atMs) => startMs + (atMs - startMs) * speed,
  };
}
