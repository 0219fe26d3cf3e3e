/** How latencies of a policy's records are spread: steps of the empirical distribution. */
export interface LatencyCurve {
  /**
   * At most 210 steps `[ms, share of n at or below it]`, rising in both. Latencies that were cut by a
   * timeout are in n and in no step: where there are any, the last share is below 1.
   */
  readonly points: readonly (readonly [number, number])[];
  /** Latencies that are known, the cut ones included. */
  readonly n: number;
  /** As the metrics' p50, p95 and p99: what was cut counts as if it had ended then. */
  readonly p90_ms: number | null;
  /** The longest that came to its end. */
  readonly max_ms: number | null;
  /**
   * Calls that a timeout cut, at most 20 rows: `[ms of the cut, count]`. Of more different cuts,
   * neighbours are one row at the earliest of them.
   */
  readonly censored: readonly (readonly [number, number])[];
}

/** Curves of one policy; absent: no such latency is known. */
export interface LatencyCurves {
  readonly complete?: LatencyCurve;
  readonly first_token?: LatencyCurve;
  readonly queue_wait?: LatencyCurve;
  readonly response_time?: LatencyCurve;
}
