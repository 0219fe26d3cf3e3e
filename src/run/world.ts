/** What a run takes from outside besides files: handed in, so that a test can hand in its own. */
export interface World {
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** A few characters that no other run of the same second has. */
  readonly randomSuffix: () => string;
  /** Aborted by the first Ctrl-C: no new record starts. */
  readonly drain: AbortSignal;
  /** Something the user should know now; one line. */
  readonly note: (message: string) => void;
}
