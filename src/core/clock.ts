/** Time as the replay knows it: real, or virtual. */
export interface Clock {
  /** Milliseconds since the clock was started. */
  nowMs(): number;
  /** Resolves after `durationMs`, at once where it is not positive; rejects when the signal aborts. */
  sleep(durationMs: number, signal: AbortSignal): Promise<void>;
}
