import type { Clock } from "../core/clock.ts";

/** A clock that a replay can run its workers on. */
export interface WorkerClock extends Clock {
  /** Runs all workers to their end; rejects with the first error, once every worker has ended. */
  work(workers: readonly (() => Promise<void>)[]): Promise<void>;
}
