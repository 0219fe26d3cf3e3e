/** Whose matter a failure is. */
export type FailureOrigin = "ours" | "provider" | "answer" | "request" | "policy";

/** Outcomes that were not accepted, of one class; every one of them is in exactly one class. */
export interface FailureRow {
  /**
   * A kind of failure, `schema:FAULT`, `wrong_answer:GRADER`, `wrong_answer` where no grader says
   * why, `unscored` where none could, or an ending that is no answer (`stopped`, `queued`,
   * `static_answer`).
   */
  readonly class: string;
  readonly origin: FailureOrigin;
  readonly records: number;
  /** What those records cost, where it is known. */
  readonly cost_usd: number;
  /** The first five ids in the dataset's order. */
  readonly first: readonly string[];
}
