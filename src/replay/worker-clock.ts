import type { Clock } from "../core/clock.ts";

/** A clock that a replay can run its workers on. */
export interface WorkerClock extends Clock {
  /** Runs all workers to their end; rejects with the first error, once every worker has ended. */
  work(workers: readonly (() => Promise<void>)[]): Promise<void>;
  /**
   * Lets everybody go first who is due now. On a virtual clock only one worker goes on at a time
   * from then on, in an order that no disk can change; on a real one it resolves at once.
   */
  turn(): Promise<void>;
}
