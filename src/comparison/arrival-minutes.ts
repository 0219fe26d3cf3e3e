import { MINUTE_MS } from "./timeline-columns.ts";

/** How many records of an open loop arrived in each minute of the log. */
export class ArrivalMinutes {
  /** By minute since the start. */
  readonly counts: Map<number, number> = new Map<number, number>();
  readonly #startMs: number;

  /** `startMs`: milliseconds since 1970 at which the timeline starts. */
  constructor(startMs: number) {
    this.#startMs = startMs;
  }

  /** Milliseconds since 1970; absent: it is not known, and counts nowhere. */
  add(arrivedAtMs: number | undefined): void {
    if (arrivedAtMs === undefined) return;
    const minute = Math.floor((arrivedAtMs - this.#startMs) / MINUTE_MS);
    this.counts.set(minute, (this.counts.get(minute) ?? 0) + 1);
  }
}
