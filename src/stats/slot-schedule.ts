/** When calls start and end that queue for a fixed number of slots, in milliseconds. */
export interface SlotSchedule {
  readonly startedAtMs: Float64Array;
  readonly finishedAtMs: Float64Array;
  /** From the first arrival to the last end; 0 without calls. */
  readonly makespanMs: number;
  /** Slots in use on average (Little's law), at most as many as there are; null in no time. */
  readonly meanConcurrency: number | null;
}

/**
 * Calls in the order given take the first free slot: what waits is served first come, first served.
 * Without arrival times all wait from 0 on, which is how a bounded replay sends (closed loop). The
 * wait is `startedAtMs` less the arrival, and a response takes the wait and the service together.
 * Arrivals must not decrease.
 */
export function slotSchedule(
  serviceMs: Float64Array,
  slots: number,
  arrivedAtMs?: Float64Array,
): SlotSchedule {
  const freeAtMs = new Float64Array(slots);
  const startedAtMs = new Float64Array(serviceMs.length);
  const finishedAtMs = new Float64Array(serviceMs.length);
  let last = 0;
  for (let call = 0; call < serviceMs.length; call += 1) {
    const slot = firstFree(freeAtMs);
    const started = Math.max(freeAtMs[slot]!, arrivedAtMs?.[call] ?? 0);
    const finished = started + serviceMs[call]!;
    startedAtMs[call] = started;
    finishedAtMs[call] = finished;
    freeAtMs[slot] = finished;
    last = Math.max(last, finished);
  }
  const makespanMs = serviceMs.length === 0 ? 0 : last - (arrivedAtMs?.[0] ?? 0);
  const busyMs = serviceMs.reduce((sum, ms) => sum + ms, 0);
  const meanConcurrency = makespanMs > 0 ? busyMs / makespanMs : null;
  return { startedAtMs, finishedAtMs, makespanMs, meanConcurrency };
}

function firstFree(freeAtMs: Float64Array): number {
  let first = 0;
  for (let slot = 1; slot < freeAtMs.length; slot += 1) {
    if (freeAtMs[slot]! < freeAtMs[first]!) first = slot;
  }
  return first;
}
