import type { ReplayRecord } from "../core/replay-record.ts";
import type { Router, Signals } from "../core/router.ts";

/**
 * What a policy knows of a record when nothing has come before: no route has a history, no ceiling
 * counts anything. `asOfMs`: milliseconds since 1970 that count as now without an arrival time.
 */
export function emptyPast(
  { memory }: Router,
  { arrivedAtMs }: ReplayRecord,
  asOfMs: number,
): Signals {
  const nowMs = arrivedAtMs ?? asOfMs;
  if (memory === undefined) return { nowMs };
  const nothing = { spentNanoUsd: 0, reservedNanoUsd: 0, requests: 0, ofRequests: 0, unknown: 0 };
  return {
    nowMs,
    atMs: nowMs,
    health: new Map(),
    latency: new Map(),
    ceilings: memory.ceilings.map(() => nothing),
  };
}
