/** Time as the replay knows it: real, or virtual. */
export interface Clock {
  /** Milliseconds since the clock was started. */
  nowMs(): number;
  /**
   * Resolves after `durationMs`, at once where it is not positive, with `value`, which so needs no
   * promise of its own. Rejects when the signal aborts.
   */
  sleep<Value = void>(durationMs: number, signal: AbortSignal, value?: Value): Promise<Value>;
}
