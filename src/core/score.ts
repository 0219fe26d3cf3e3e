import type { SchemaFault } from "./schema-fault.ts";

/** One grader's opinion of one answer. */
export interface Score {
  /** The metric's name: a grader's own, or the one its dataset gives it. */
  readonly name: string;
  /** 0..1; absent: could not be scored, which is not 0. */
  readonly value: number | undefined;
  /** Absent where the value is. */
  readonly passed: boolean | undefined;
  readonly because: string;
  /** For label graders: the label that was read from the answer. */
  readonly label?: string;
  /** For label graders: the label that is expected, also where the answer holds none. */
  readonly expectedLabel?: string;
  /** Of an answer that had to be JSON and did not pass; absent: another fault, or none. */
  readonly fault?: SchemaFault;
}
