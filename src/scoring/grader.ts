import type { Attempt } from "../core/attempt.ts";
import type { JsonObject } from "../core/json.ts";
import type { UnansweredEnding } from "../core/outcome.ts";
import type { ReplayRecord } from "../core/replay-record.ts";
import type { Score } from "../core/score.ts";
import type { JsonReader } from "./json-reader.ts";
import type { SchemaLibrary } from "./schema-library.ts";

/** Where inside a `scoring` entry something is wrong, and what. */
export interface OptionProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string | undefined;
}

/** What a grader is prepared with, once for a whole run. */
export interface GraderSetup {
  readonly name: string;
  readonly options: JsonObject;
  /** The dataset's `acceptance.min_score`. */
  readonly minScore: number | undefined;
  /** Shared by the graders, so that an answer is parsed once however many of them read it. */
  readonly readAnswer: JsonReader;
  readonly readExpected: JsonReader;
  readonly schemas: SchemaLibrary;
}

/** Judges the final attempt's answer; `text` is empty for a grader that does not read texts. */
export type Judge = (record: ReplayRecord, text: string, attempt: Attempt) => Score;

/**
 * Judges an outcome that ended without an answer, where some such ends are right. Absent: this one
 * is as wrong as to every other grader.
 */
export type UnansweredJudge = (
  record: ReplayRecord,
  ending: UnansweredEnding,
  attempts: readonly Attempt[],
) => Score | undefined;

/** One way to judge an answer: one file of this folder, one line of its table. */
export interface Grader {
  /**
   * `text`: its judge is only asked of answers whose text is known. `attempt`: of every answer, and
   * it takes from the attempt what it needs. `table`: of every answer, by the record's table alone.
   */
  readonly reads: "text" | "attempt" | "table";
  /** Whether it asks when the events of a stream came: recordings are read without, else. */
  readonly readsEvents?: true;
  /** JSON Schema of its options. */
  readonly optionsSchema: JsonObject;
  /** What the schema cannot say; options are valid by then. */
  check(options: JsonObject, schemas: SchemaLibrary): readonly OptionProblem[];
  prepare(setup: GraderSetup): Judge;
  /** Only for a grader to which an end without an answer may be the right one. */
  prepareUnanswered?(setup: GraderSetup): UnansweredJudge;
}

/** For graders whose option schema says all there is to say. */
export const nothingToCheck = (): readonly OptionProblem[] => [];
