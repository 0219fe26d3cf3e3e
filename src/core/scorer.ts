import type { Attempt } from "./attempt.ts";
import type { Ending, Grade } from "./outcome.ts";
import type { ReplayRecord } from "./replay-record.ts";

/** Whether an answer follows the schema that its dataset or request asks for; absent: none is. */
export type SchemaCheck = (record: ReplayRecord, text: string | undefined) => boolean | undefined;

/** Judges a finished outcome against what was expected. */
export interface Scorer {
  /** Names of the graders, as metrics. */
  readonly graders: readonly string[];
  /** Whether some grader asks when the events of a stream came. Absent: none does. */
  readonly readsEvents?: boolean;
  readonly checkSchema: SchemaCheck;
  grade(record: ReplayRecord, ending: Ending, attempts: readonly Attempt[]): Grade;
}
