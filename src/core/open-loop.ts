/** How an open-loop replay lets its records arrive: when they did, or faster, on a client's slots. */
export interface OpenLoop {
  /** How many times as fast as the log: 1 is its own pace. */
  readonly speed: number;
  /** Requests that are served at one time; who arrives while all are taken waits in line. */
  readonly slots: number;
}

/** Part of `comparison.json`: a run whose records arrived at the log's own pace. */
export interface ReplayPace extends OpenLoop {
  readonly kind: "open_loop";
  /** The first record's arrival: ISO 8601, UTC. */
  readonly starts_at: string;
}
