import type { Redaction } from "./redaction.ts";

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
  /** The value of an environment variable that a registry names for a key. */
  readonly env: (name: string) => string | undefined;
  /** Told of every key before it is used; whatever is written or shown goes through it. */
  readonly redaction: Redaction;
  /**
   * Shows what a live run would do and asks for the most it may cost, in nano-dollars; undefined:
   * it is not wanted. Absent: nobody is there to be asked.
   */
  readonly askForCap?: (plan: string) => Promise<number | undefined>;
}
